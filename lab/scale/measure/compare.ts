import type { Section } from "../../bench/report/section.ts";
import type { Manifest } from "../bulk/manifest.ts";
import type { Cost } from "./measure-nation.ts";

/** A nation that was loaded, and what operations ask of it. */
export type Compared = { manifest: Manifest; costs: readonly Cost[] };

/** Why a call costs more where there is more; whoever is not here is marked. */
const reasons: Readonly<Record<string, string>> = {
  "listMembers of the largest committee, by two words":
    "reads names until a page is full, up to 1,000: as many as the largest committee has",
  "listMembers of the largest committee, on a day":
    "looks at who is there and who has left, up to 1,000: as many as the largest committee has",
  "getMember of the largest committee": "reads the tree of the committee, 4 KB for every 40 units",
  "getMember of the largest committee, by the root": "reads the tree of the committee, 4 KB for every 40 units",
  "getStatistics of the largest committee": "reads the tree of the committee, 4 KB for every 40 units",
  "listMembers first 50 of the largest committee": "reads the tree of the committee, 4 KB for every 40 units",
  "listOrganisations first 50 below the largest committee": "pages are full in a large committee; its tree is larger",
  "createMember in the largest committee": "reads the tree of the committee, and writes its larger tallies",
  "listOrganisations 20 below a superior, by the root": "there are fewer than 20 below it in a small nation",
  "listEvents ": "lists one event more each time that a nation is measured",
};

const told = ({ rounds, read, write }: Cost) => `${rounds} · ${read} · ${write}`;

const bySize = (compared: readonly Compared[]) =>
  [...compared].sort((a, b) => a.manifest.size.members - b.manifest.size.members);

const grouped = (number: number) => number.toLocaleString("en-US");

/** What was loaded: how large, how long it took, and what was compared with what was drawn. */
export const loadSection = (compared: readonly Compared[]): Section => ({
  title: "Nations that were loaded",
  notes: [
    "Recorded by the use cases of requests in memory, committee by committee, written as DynamoDB JSON and imported",
    "(`docs/decisions/027`). Every figure of every superior, and of 25 committees, was asked of the API and equals a recount of",
    "what was drawn; so were members of those.",
  ],
  columns: [
    { title: "members", isNumber: true },
    { title: "grassroots committees", isNumber: true },
    { title: "cells", isNumber: true },
    { title: "largest committee", isNumber: true },
    { title: "items", isNumber: true },
    { title: "minutes to record", isNumber: true },
    { title: "minutes to import", isNumber: true },
    { title: "figures compared", isNumber: true },
    { title: "members compared", isNumber: true },
  ],
  rows: bySize(compared).map(({ manifest }) => [
    grouped(manifest.size.members),
    grouped(manifest.size.committees),
    grouped(manifest.superiors[0]?.figures.cells ?? 0),
    grouped(manifest.largest.recorded),
    grouped(manifest.items),
    (manifest.seconds.recording / 60).toFixed(1),
    (manifest.seconds.importing / 60).toFixed(1),
    String(manifest.verified?.statistics ?? ""),
    String(manifest.verified?.members ?? ""),
  ]),
});

/** Every operation side by side in nations of all sizes. */
export const compareSection = (compared: readonly Compared[]): Section => {
  const nations = bySize(compared);
  const [first] = nations;
  return {
    title: "Every operation in nations of different sizes",
    notes: [
      "Round trips · read units · write units, as `docs/measured.md` counts them. Where nothing else is said, asked by a client of",
      "one committee of 69 members that stands in the nation; the last rows are asked by the root or in the nation's largest committee.",
    ],
    columns: [
      { title: "operation" },
      { title: "call" },
      ...nations.map(({ manifest }) => ({ title: grouped(manifest.size.members), isNumber: true as const })),
      { title: "not flat because" },
    ],
    rows: (first?.costs ?? []).map((cost, i) => {
      const cells = nations.map(({ costs }) => {
        const same = costs[i];
        if (same?.operation !== cost.operation || same.about !== cost.about)
          throw new Error(`${cost.operation} ${cost.about} was not measured in every nation`);
        return told(same);
      });
      const isFlat = new Set(cells).size === 1;
      return [cost.operation, cost.about, ...cells, isFlat ? "" : (reasons[`${cost.operation} ${cost.about}`] ?? "▲")];
    }),
  };
};
