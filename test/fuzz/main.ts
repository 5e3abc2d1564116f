import { runTool } from "../../lab/support/options.ts";
import { localAdmin } from "../demo/api.ts";
import { startService } from "../support/service.ts";
import { closeAfterFuzz, fuzz } from "./run.ts";

const {
  DANGBO_URL,
  DANGBO_CLIENT_ID = localAdmin.clientId,
  DANGBO_CLIENT_SECRET = localAdmin.clientSecret,
} = process.env;

await runTool(
  {
    usage: "npm run fuzz --",
    summary:
      "Calls a service as its own OpenAPI document describes it: a new one on this machine, or that of DANGBO_URL.\n" +
      "It leaves many made-up records behind: never call one that is in use.",
    numbers: {
      calls: [10_000, "Number of calls"],
      seed: [Date.now() % 1_000_000, "Repeats a run"],
      "at-once": [8, "Concurrent calls"],
    },
    environment: {
      DANGBO_URL: "URL of a running service instead of a new one",
      DANGBO_CLIENT_ID: "Its client (default: admin)",
      DANGBO_CLIENT_SECRET: "The secret of that client",
    },
  },
  async ({ seed, calls: count, "at-once": atOnce }) => {
    const service = DANGBO_URL === undefined ? await startService() : undefined;
    try {
      console.info(`Seed ${seed}`);
      const { calls, failures, unreached, lines } = await fuzz({
        base: DANGBO_URL ?? service?.url ?? "",
        credentials: { clientId: DANGBO_CLIENT_ID, clientSecret: DANGBO_CLIENT_SECRET },
        seed,
        calls: count,
        atOnce,
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
  },
);
