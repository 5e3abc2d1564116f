import type { Variable } from "../../../lib/contract/environment.ts";
import { type FunctionName, functions } from "../../../lib/contract/functions.ts";
import { keys } from "../../../lib/table/keys.ts";
import type { Archive } from "../place/archive.ts";
import type { Direct } from "../place/direct.ts";
import type { Place } from "../place/place.ts";
import { bytes, median, shown } from "../report/numbers.ts";
import type { Section } from "../report/section.ts";
import { barOf, markOf } from "./bars.ts";
import type { Built, Bundle, BundleName } from "./bundles.ts";
import { firstCalls } from "./first-calls.ts";
import { probeInRounds, ratioTo, timesOf } from "./rounds.ts";
import type { Probing } from "./run-probe.ts";

/** Fresh processes for each bundle. */
const processes = 25;

/** The cold start of every bundle beside that of the floor: loading it, and its first call. */
export const measureInit = async (built: Built, place: Place, direct: Direct, archive: Archive): Promise<Section> => {
  const floorCall = { about: "an item", event: async () => keys.organisation(archive.committeeId) };
  const callOf = (name: BundleName) => (name === "floor" ? floorCall : firstCalls[name]);
  const bundles: (Bundle & Probing)[] = [];
  for (const bundle of [built.floor, ...built.functions]) {
    const event = await callOf(bundle.name).event(archive, direct, place);
    const variables = variablesOf(bundle.name, place);
    bundles.push({ ...bundle, probe: built.probe, bundle: bundle.file, event, variables });
  }
  const rounds = await probeInRounds(bundles, processes);
  const ratio = ratioTo(rounds, "floor");
  const row = ({ name, size, gzip }: Bundle) => {
    const start = { wall: ratio(name, "start", "wall"), work: ratio(name, "start", "work") };
    const bar = name === "floor" ? undefined : barOf(functions[name]);
    return [
      name,
      bytes(size),
      bytes(gzip),
      callOf(name).about,
      shown(ratio(name, "init", "work")),
      shown(ratio(name, "first", "work")),
      shown(start.work),
      shown(start.wall),
      bar === undefined ? "" : shown(bar),
      markOf(Math.max(start.wall, start.work), bar),
    ];
  };
  const middle = (what: "init" | "first") => shown(median(timesOf(rounds, "floor", what, "work")), 1);
  return {
    title: "Bundles and cold starts",
    notes: [
      "The floor is a bundle of @aws-sdk/client-dynamodb alone with one GetItem, built with the same options in the same run.",
      "Init is loading the bundle, first its first call on the local engines, start both together; all as ratios to the floor",
      `in the same round, medians of ${processes} rounds, each bundle in a fresh process. They are of the processor's time (floor:`,
      `init ${middle("init")} ms, first ${middle("first")} ms), since a busy machine makes waits alike and ratios small; start also by the clock. The bar`,
      "is for both: 1.25, and 1.6 where a function signs URLs of S3. Functions without a bar are not behind the API.",
    ],
    columns: [
      { title: "function" },
      { title: "bytes", isNumber: true },
      { title: "gzip", isNumber: true },
      { title: "asked first" },
      { title: "init", isNumber: true },
      { title: "first", isNumber: true },
      { title: "start", isNumber: true },
      { title: "by the clock", isNumber: true },
      { title: "bar", isNumber: true },
      { title: "mark" },
    ],
    rows: bundles.map(row),
  };
};

/** What Lambda and the stack would set for this function, and no more. */
export const variablesOf = (
  name: FunctionName | "floor",
  { variables: { lambda, contract } }: Place,
): Record<string, string> => {
  const names: readonly Variable[] = name === "floor" ? ["TABLE_NAME"] : functions[name].variables;
  return { ...lambda, ...Object.fromEntries(names.map((variable) => [variable, contract[variable]])) };
};
