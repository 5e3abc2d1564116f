import { connect, localAdmin } from "../../demo/api.ts";
import type { Journal } from "../journal.ts";
import type { Site } from "../place/site.ts";
import { type Kind, kinds, type Seen } from "../records.ts";
import { faultsOf } from "./acknowledged.ts";
import { atOnce } from "./at-once.ts";
import { failuresIn } from "./failures.ts";
import { historyOf, readAll } from "./read-all.ts";
import { faultsOfSingles } from "./singles.ts";
import { faultsOfStatistics } from "./statistics.ts";

export type Looked = { faults: string[]; seen: ReadonlyMap<string, Seen> };

/** How much is looked at: everything, or histories and single records only where something was written since the last look. */
export type Depth = "whole" | "recent";

/** Looks at the service from outside while no client writes, and says what is not as it was acknowledged. */
export const look = async (site: Site, journal: Journal, depth: Depth): Promise<Looked> => {
  const api = await connect(site.url, localAdmin);
  const listed = await readAll(api);
  const isAsked = (href: string) => depth === "whole" || journal.touched.has(href);
  const members = [...listed.values()].filter(({ kind, href }) => kind === "member" && isAsked(href));
  const histories = (await atOnce(members, 8, (member) => historyOf(api, member))).flat();
  const seen = new Map([...listed, ...histories.map((entry) => [entry.href, entry] as const)]);
  const looked = new Set<Kind>(kinds.filter((kind) => depth === "whole" || kind !== "history-entry"));
  const faults = [
    ...faultsOf(journal, seen, looked),
    ...(await faultsOfSingles(site.url, journal, journal.touched)),
    ...(await faultsOfStatistics(api, listed)),
    ...failuresIn(site.state),
  ];
  journal.touched.clear();
  return { faults, seen };
};
