import { onOrphaned } from "../../../infra/local/orphan.ts";

/** Ends when whoever has started it is gone, and after a while in any case. */
onOrphaned(() => process.exit(0));
console.log(process.pid);
setTimeout(() => process.exit(1), 20_000);
