import { runCommand } from "../../infra/command.ts";
import { messageOf } from "../../infra/local/errors.ts";
import { connect, localAdmin } from "./api.ts";
import { comparisonTable, isEqual } from "./compare.ts";
import { readFacts } from "./facts.ts";
import { recordConference } from "./record-conference.ts";
import { untilReady } from "./until-ready.ts";

const { PORT = "3000", DANGBO_URL = `http://localhost:${PORT}`, DANGBO_ADMIN_SECRET } = process.env;
const base = DANGBO_URL.replace(/\/$/, "");
const clientSecret = DANGBO_ADMIN_SECRET ?? localAdmin.clientSecret;

await runCommand({
  usage: "npm run demo --",
  summary: "Records a real conference over HTTP in a running service, reads it back and compares it fact by fact.",
  environment: {
    PORT: "Port of a service on this machine (default: 3000)",
    DANGBO_URL: "URL of the service (default: http://localhost:$PORT)",
    DANGBO_ADMIN_SECRET: "Secret of the client admin, where the service has another one than the default",
  },
  async run() {
    try {
      await untilReady(base, console.info);
      const api = await connect(base, { ...localAdmin, clientSecret });
      const comparisons = await recordConference(api, readFacts(), (step) => console.info(`  ${step}`));
      const differing = comparisons.filter((one) => !isEqual(one)).length;
      console.info(`\n${comparisonTable(comparisons)}\n`);
      if (differing > 0) throw new Error(`${differing} of ${comparisons.length} facts differ`);
      console.info(`All ${comparisons.length} facts are equal.`);
    } catch (error) {
      throw new Error(`The conference could not be recorded at ${base}: ${messageOf(error)}`);
    }
  },
});
