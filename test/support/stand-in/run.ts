import { startLocal } from "../../../infra/local/service.ts";

/** Runs an assembly as a process of its own, for tests that kill it: `run.ts <assembly> <state>`. Prints where it is. */
const [, , assembly, state = ""] = process.argv;
const service = await startLocal({ port: 0, state, assembly });
console.log(service.url);
