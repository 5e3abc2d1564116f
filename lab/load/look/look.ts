import { connect, localAdmin } from "../../../test/demo/api.ts";
import type { Journal, Kept } from "../journal.ts";
import type { Site } from "../place/site.ts";
import type { Random } from "../random.ts";
import type { Seen } from "../records.ts";
import { faultsOf } from "./acknowledged.ts";
import { atOnce } from "./at-once.ts";
import { failuresIn } from "./failures.ts";
import { historyOf, readAll } from "./read-all.ts";
import { faultsOfSingles } from "./singles.ts";
import { days, faultsOfStatistics } from "./statistics.ts";

export type Looked = { faults: string[]; seen: ReadonlyMap<string, Seen> };

/**
 * How much is looked at. `whole`: everything. `recent`: all that lists show, the parts of meetings in which something was written
 * since the last look, of what was written some by its own address, and figures of one of the days.
 */
export type Depth = "whole" | "recent";

/** Records that a recent look reads by their own address. */
const sampled = 60;

/** Looks at the service from outside while no client writes, and says what is not as it was acknowledged. */
export const look = async (site: Site, journal: Journal, depth: Depth, random: Random): Promise<Looked> => {
  const api = await connect(site.url, localAdmin);
  const isWhole = depth === "whole";
  const written = [...journal.touched];
  const meetings = new Set(written.flatMap((href) => [href, ...(journal.present.get(href)?.within ?? [])]));
  const listed = await readAll(api, undefined, (href) => isWhole || meetings.has(href));
  const members = isWhole ? [...listed.values()].filter(({ kind }) => kind === "member") : [];
  const histories = (await atOnce(members, 8, (member) => historyOf(api, member))).flat();
  const seen = new Map([...listed, ...histories.map((entry) => [entry.href, entry] as const)]);
  const wasLooked = ({ kind, within }: Kept) =>
    isWhole || (kind !== "history-entry" && (within.length === 0 || within.some((href) => meetings.has(href))));
  const faults = [
    ...faultsOf(journal, seen, wasLooked),
    ...(await faultsOfSingles(site.url, journal, isWhole ? written : random.some(written, sampled))),
    ...(await faultsOfStatistics(api, listed, isWhole ? days : [random.one(days)])),
    ...failuresIn(site.state),
  ];
  journal.touched.clear();
  return { faults, seen };
};
