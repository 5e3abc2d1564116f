/**
 * `npm run fuzz -- --calls 100000 --seed 7`: calls a service as its own OpenAPI document describes it. The service is a
 * new one on this machine, or the one at `DANGBO_URL`, as the client of `DANGBO_CLIENT_ID` and `DANGBO_CLIENT_SECRET`.
 * It leaves many made-up records behind: never point it at one that is in use.
 */
import { readNumbers } from "../../lab/support/options.ts";
import { localAdmin } from "../demo/api.ts";
import { startService } from "../support/service.ts";
import { closeAfterFuzz, fuzz } from "./run.ts";

const numbers = readNumbers({ calls: 10_000, seed: Date.now() % 1_000_000, "at-once": 8 });
const {
  DANGBO_URL,
  DANGBO_CLIENT_ID = localAdmin.clientId,
  DANGBO_CLIENT_SECRET = localAdmin.clientSecret,
} = process.env;
const { seed } = numbers;

const service = DANGBO_URL === undefined ? await startService() : undefined;
try {
  console.info(`Seed ${seed}`);
  const { calls, failures, unreached, lines } = await fuzz({
    base: DANGBO_URL ?? service?.url ?? "",
    credentials: { clientId: DANGBO_CLIENT_ID, clientSecret: DANGBO_CLIENT_SECRET },
    seed,
    calls: numbers.calls,
    atOnce: numbers["at-once"],
    report: console.info,
  });
  console.info(lines.join("\n"));
  if (unreached.length > 0) console.info(`Never successful:\n${unreached.join("\n")}`);
  console.info(failures.join("\n\n"));
  console.info(`${calls} calls with seed ${seed}: ${failures.length} failures`);
  process.exitCode = failures.length > 0 || unreached.length > 0 ? 1 : 0;
} finally {
  if (service) await closeAfterFuzz(service);
}
