import { grouped, numeric, type Section } from "../support/report.ts";
import type { Manifest } from "./bulk/load.ts";
import type { Cost } from "./measure.ts";

/** A loaded nation, and what operations cost in it. */
export type MeasuredNation = { manifest: Manifest; costs: readonly Cost[] };

const ofTree = "reads the tree of the committee, 4 KB for every 40 units";

/** Why a call costs more in a larger nation; others are marked. */
const reasons: Readonly<Record<string, string>> = {
  "listMembers of the largest committee, by two words":
    "reads names until a page is full, up to 1,000: as many as the largest committee has",
  "listMembers of the largest committee, on a day":
    "reads present and former members, up to 1,000: as many as the largest committee has",
  "getMember of the largest committee": ofTree,
  "getMember of the largest committee, by the root": ofTree,
  "getStatistics of the largest committee": ofTree,
  "listMembers first 50 of the largest committee": ofTree,
  "listOrganisations first 50 below the largest committee": "pages are full in a large committee; its tree is larger",
  "createMember in the largest committee": "reads the tree of the committee, and writes its larger tallies",
  "listOrganisations 20 below a superior, by the root": "a small nation has fewer than 20 below it",
  "listEvents ": "lists one more event each time that a nation is measured",
};

const bySize = (nations: readonly MeasuredNation[]) =>
  [...nations].sort((a, b) => a.manifest.size.members - b.manifest.size.members);

/** The size of each nation, the time to load it, and how much of it was compared with its plan. */
export const loadSection = (nations: readonly MeasuredNation[]): Section => ({
  title: "Nations that were loaded",
  notes: [
    "Recorded by the use cases of requests in memory, committee by committee, written as DynamoDB JSON and imported",
    "(`docs/decisions/027`). The figures of every superior and of 25 committees, and members of those, were read by the API",
    "and equal a recount of the plan.",
  ],
  columns: [
    ...["members", "grassroots committees", "cells", "largest committee", "items"],
    ...["minutes to record", "minutes to import", "figures compared", "members compared"],
  ].map(numeric),
  rows: bySize(nations).map(({ manifest: { size, superiors, largest, items, seconds, verified } }) => [
    grouped(size.members),
    grouped(size.committees),
    grouped(superiors[0]?.figures.cells ?? 0),
    grouped(largest.recorded),
    grouped(items),
    (seconds.recording / 60).toFixed(1),
    (seconds.importing / 60).toFixed(1),
    String(verified?.statistics ?? ""),
    String(verified?.members ?? ""),
  ]),
});

/** Every operation in nations of all sizes. */
export const compareSection = (measured: readonly MeasuredNation[]): Section => {
  const nations = bySize(measured);
  return {
    title: "Every operation in nations of different sizes",
    notes: [
      "Round trips · read units · write units, counted as in `docs/measured.md`. Unless stated otherwise by a client of one",
      "committee of 69 members in the nation; the last rows by the root or in the nation's largest committee.",
    ],
    columns: [
      { title: "operation" },
      { title: "call" },
      ...nations.map(({ manifest }) => numeric(grouped(manifest.size.members))),
      { title: "not flat because" },
    ],
    rows: (nations[0]?.costs ?? []).map(({ operation, about }, i) => {
      const cells = nations.map(({ costs }) => {
        const same = costs[i];
        if (same?.operation !== operation || same.about !== about)
          throw new Error(`${operation} ${about} was not measured in every nation`);
        return `${same.roundTrips} · ${same.read} · ${same.write}`;
      });
      const isFlat = new Set(cells).size === 1;
      return [operation, about, ...cells, isFlat ? "" : (reasons[`${operation} ${about}`] ?? "▲")];
    }),
  };
};
