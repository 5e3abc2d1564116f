import { type Built, bundleNamed } from "../init/bundles.ts";
import { firstCalls } from "../init/first-calls.ts";
import { variablesOf } from "../init/measure.ts";
import { probeInRounds, ratioTo } from "../init/rounds.ts";
import type { Archive } from "../place/archive.ts";
import type { Direct } from "../place/direct.ts";
import type { Place } from "../place/place.ts";
import { bytes, shown } from "../report/numbers.ts";
import type { Section } from "../report/section.ts";
import { bundlePeers } from "./bundles.ts";

/** Fresh processes for each. */
const processes = 15;
/** Calls after the first in each. */
const again = 400;

const about = {
  members: "ours: middy, zod/mini, scope, reach, log",
  sdk: "the SDK's document client and zod",
  hono: "the same behind Hono",
  express: "the same behind Express and serverless-http",
  electrodb: "ElectroDB without a router",
} as const;

/** One read of a member, by the function that serves it and by what others have made for the same. */
export const measurePeers = async (
  folder: string,
  built: Built,
  place: Place,
  direct: Direct,
  archive: Archive,
): Promise<Section> => {
  const event = await firstCalls.members.event(archive, direct, place);
  const shared = { probe: built.probe, event, variables: variablesOf("members", place), again };
  const { file, size } = bundleNamed(built, "members");
  const bundles = [{ name: "members" as const, file, size }, ...bundlePeers(folder)];
  const rounds = await probeInRounds(
    bundles.map(({ name, file: bundle }) => ({ ...shared, name, bundle })),
    processes,
  );
  const ratio = ratioTo(rounds, "members");
  return {
    title: "One endpoint, beside what others have made",
    notes: [
      "GET /v1/members/{memberId}: the id is checked, the item read, the record shaped by a schema. The peers do no more; ours",
      "also checks claims and scope, decides by the token who may see the member, and logs the request. All are",
      "bundled alike and read the same table, their packages those of `test/bench/peers`. The processor's time as ratios to",
      `ours in the same round, medians of ${processes} rounds of fresh processes; warm is each of ${again} calls after the first, the SDK's`,
      "own work included.",
    ],
    columns: [
      { title: "variant" },
      { title: "bytes", isNumber: true },
      { title: "init", isNumber: true },
      { title: "first", isNumber: true },
      { title: "start", isNumber: true },
      { title: "warm", isNumber: true },
    ],
    rows: bundles.map(({ name, size: weight }) => [
      about[name],
      bytes(weight),
      ...(["init", "first", "start", "warm"] as const).map((what) => shown(ratio(name, what, "work"))),
    ]),
  };
};
