/**
 * Runs the service as `npm start` does: `run-service.ts <state>`, at `PORT`. A restart uses the assembly of the first
 * start, so that it does not wait for a synthesis.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { startLocal } from "../../infra/local/service.ts";

process.env.TZ = "UTC";
const [, , state = ""] = process.argv;
const assembly = join(state, "cdk.out");
const service = await startLocal({
  port: Number(process.env.PORT),
  state,
  ...(existsSync(join(assembly, "package.json")) ? { assembly } : {}),
});
process.once("SIGTERM", () => service.close().then(() => process.exit(0)));
service.broken.then((why) => {
  console.error(why);
  process.exit(1);
});
