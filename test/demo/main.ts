/** `npm run demo`: one conference, end to end, against the service at `DANGBO_URL` (else the local one). */
import { messageOf } from "../../infra/local/errors.ts";
import { connect, localAdmin } from "./api.ts";
import { isEqual, tableOf } from "./compare.ts";
import { readFacts } from "./facts.ts";
import { playConference } from "./play.ts";

const base = process.env.DANGBO_URL ?? `http://localhost:${process.env.PORT ?? 3000}`;
const clientSecret = process.env.DANGBO_ADMIN_SECRET ?? localAdmin.clientSecret;

try {
  const api = await connect(base, { ...localAdmin, clientSecret });
  const comparisons = await playConference(api, readFacts(), (step) => console.info(`  ${step}`));
  const differing = comparisons.filter((one) => !isEqual(one)).length;
  console.info(`\n${tableOf(comparisons)}\n`);
  console.info(
    differing === 0
      ? `All ${comparisons.length} facts are equal.`
      : `${differing} of ${comparisons.length} facts differ.`,
  );
  process.exitCode = differing === 0 ? 0 : 1;
} catch (error) {
  console.error(`The conference could not be played against ${base}: ${messageOf(error)}`);
  process.exitCode = 1;
}
