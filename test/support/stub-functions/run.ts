import { startLocal } from "../../../infra/local/service.ts";

/** A process that runs an assembly until it is killed: `run.ts <assembly> <state>`. Prints its URL. */
const [, , assembly, state = ""] = process.argv;
const service = await startLocal({ port: 0, state, assembly });
console.log(service.url);
