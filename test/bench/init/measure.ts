import type { Variable } from "../../../lib/contract/environment.ts";
import { functions } from "../../../lib/contract/functions.ts";
import { keys } from "../../../lib/table/keys.ts";
import type { Archive } from "../place/archive.ts";
import type { Direct } from "../place/direct.ts";
import type { Place } from "../place/place.ts";
import { bytes, median, medianRatio, shown } from "../report/numbers.ts";
import type { Section } from "../report/section.ts";
import { barOf, markOf } from "./bars.ts";
import type { Built, Bundle, BundleName } from "./bundles.ts";
import { firstCalls } from "./first-calls.ts";
import { type Probed, runProbe } from "./run-probe.ts";

/** Fresh processes for each bundle. */
const processes = 25;

/** Loads every bundle again and again, each in a fresh process, one round of all after the other. */
export const measureInit = async (built: Built, place: Place, direct: Direct, archive: Archive): Promise<Section> => {
  const floorKey = keys.organisation(archive.committeeId);
  const events = new Map<BundleName, object>([["floor", floorKey]]);
  for (const { name } of built.functions) events.set(name, await firstCalls[name](archive, direct, place));

  const bundles = [built.floor, ...built.functions];
  const probed = new Map<BundleName, Probed[]>(bundles.map(({ name }) => [name, []]));
  for (let round = 0; round < processes; round += 1)
    for (const { name, file } of rotated(bundles, round)) {
      const once = await runProbe(built.probe, file, events.get(name) ?? {}, variablesOf(name, place));
      probed.get(name)?.push(once);
    }

  const times = (name: BundleName, what: keyof Probed) => (probed.get(name) ?? []).map((one) => one[what]);
  const ratio = (name: BundleName, what: keyof Probed) => medianRatio(times(name, what), times("floor", what));
  const row = ({ name, size, gzip }: Bundle) => {
    const init = ratio(name, "init");
    const work = ratio(name, "work");
    const bar = name === "floor" ? undefined : barOf(functions[name]);
    const limit = bar === undefined ? "" : shown(bar, 1);
    const mark = markOf(Math.max(init, work), bar);
    return [name, bytes(size), bytes(gzip), shown(init), shown(work), limit, shown(ratio(name, "first")), mark];
  };
  const middle = (what: keyof Probed) => shown(median(times("floor", what)), 1);
  return {
    title: "Bundles and cold starts",
    notes: [
      "The floor is a bundle of @aws-sdk/client-dynamodb alone with one GetItem, built with the same options in the same run.",
      "Init is loading the bundle (its processor time beside it: a busy machine makes waits alike, and ratios small), first",
      "its first call on the local engines; all as ratios to the floor of the same round,",
      `medians of ${processes} rounds, each bundle in a fresh process (floor: init ${middle("init")} ms, first ${middle("first")} ms).`,
    ],
    columns: [
      { title: "function" },
      { title: "bytes", isNumber: true },
      { title: "gzip", isNumber: true },
      { title: "init", isNumber: true },
      { title: "init CPU", isNumber: true },
      { title: "bar", isNumber: true },
      { title: "first", isNumber: true },
      { title: "mark" },
    ],
    rows: bundles.map(row),
  };
};

/** A list begun elsewhere each round: who comes first may come worse. */
const rotated = <T>(list: readonly T[], by: number): T[] => [
  ...list.slice(by % list.length),
  ...list.slice(0, by % list.length),
];

/** What Lambda and the stack would set for this function, and no more. */
const variablesOf = (name: BundleName, { variables: { lambda, contract } }: Place): Record<string, string> => {
  const names: readonly Variable[] = name === "floor" ? ["TABLE_NAME"] : functions[name].variables;
  return { ...lambda, ...Object.fromEntries(names.map((variable) => [variable, contract[variable]])) };
};
