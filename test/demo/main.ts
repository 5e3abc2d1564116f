/** `npm run demo`: records a conference end to end in the service at `DANGBO_URL`, by default the local one. */
import { messageOf } from "../../infra/local/errors.ts";
import { connect, localAdmin } from "./api.ts";
import { comparisonTable, isEqual } from "./compare.ts";
import { readFacts } from "./facts.ts";
import { recordConference } from "./record-conference.ts";

const base = process.env.DANGBO_URL ?? `http://localhost:${process.env.PORT ?? 3000}`;
const clientSecret = process.env.DANGBO_ADMIN_SECRET ?? localAdmin.clientSecret;

try {
  const api = await connect(base, { ...localAdmin, clientSecret });
  const comparisons = await recordConference(api, readFacts(), (step) => console.info(`  ${step}`));
  const differing = comparisons.filter((one) => !isEqual(one)).length;
  console.info(`\n${comparisonTable(comparisons)}\n`);
  console.info(
    differing === 0
      ? `All ${comparisons.length} facts are equal.`
      : `${differing} of ${comparisons.length} facts differ.`,
  );
  process.exitCode = differing === 0 ? 0 : 1;
} catch (error) {
  console.error(`The conference could not be recorded at ${base}: ${messageOf(error)}`);
  process.exitCode = 1;
}
