import { onOrphaned } from "../../../infra/local/orphan.ts";

/** Ends when its parent has ended, at the latest after a minute. */
onOrphaned(() => process.exit(0));
console.log(process.pid);
setTimeout(() => process.exit(1), 60_000);
