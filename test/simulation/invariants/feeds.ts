import { auditTypeFor, type ChainedEntry, chainedFields, readEntry } from "../../../lib/changes/items.ts";
import { recordChange } from "../../../lib/changes/record-change.ts";
import type { Item as StoredItem } from "../../../lib/table/write.ts";
import { chainStart, hashOf } from "../../../lib/vocabulary/chain.ts";
import type { Change } from "../../support/memory-engine/stream.ts";
import type { Simulation } from "../run/simulation.ts";
import { type Invariants, idIn, type Snapshot } from "./snapshot.ts";

const root = "ROOT";

const readFeeds = ({ all }: Snapshot): Map<string, ChainedEntry[]> => {
  const entries = all.filter(({ pk, sk }) => pk.startsWith("FEED#") && sk.startsWith("ENTRY#"));
  const sorted = entries.sort((a, b) => (a.sk < b.sk ? -1 : 1));
  const grouped = Map.groupBy(sorted, ({ pk }) => idIn(pk));
  return new Map([...grouped].map(([feed, items]) => [feed, items.map((item) => readEntry(item as StoredItem))]));
};

/** Entries have consecutive numbers and chained hashes, and the end item names the last one. */
const chained = (snapshot: Snapshot): string[] =>
  [...readFeeds(snapshot)].flatMap(([feed, entries]) => {
    const broken = entries.filter((entry, i) => {
      const previous = entries[i - 1]?.hash ?? chainStart;
      return entry.number !== i + 1 || entry.previous !== previous || entry.hash !== hashOf(chainedFields(feed, entry));
    });
    const end = snapshot.get(`FEED#${feed}`, "END");
    return [
      ...broken.map(({ number }) => `${feed} is broken at ${number}`),
      ...(end?.number === entries.length ? [] : [`${feed} ends at ${end?.number} with ${entries.length} entries`]),
    ];
  });

const imagesOf = ({ before, after }: Change) => ({
  before: before as StoredItem | undefined,
  after: after as StoredItem | undefined,
  seenAt: "",
});

/** The changes that the root feed must contain, by record and in order. */
const expectedChanges = ({ engine }: Simulation): Map<string, string[]> => {
  const changes = engine.changes.flatMap((change) => recordChange(imagesOf(change)) ?? []);
  const grouped = Map.groupBy(changes, ({ name }) => `${name.kind} ${name.id}`);
  return new Map(
    [...grouped].map(([name, changes]) => [name, changes.map(({ verb, name: { kind } }) => `${kind}.${verb}`)]),
  );
};

const complete = (snapshot: Snapshot, simulation: Simulation): string[] => {
  const before = new Set(simulation.initialItems.map(({ pk, sk }) => `${pk} ${sk}`));
  const entries = (readFeeds(snapshot).get(root) ?? []).filter(
    ({ number }) => !before.has(`FEED#${root} ENTRY#${String(number).padStart(12, "0")}`),
  );
  const grouped = Map.groupBy(entries, ({ kind, resourceId }) => `${kind} ${resourceId}`);
  const expected = expectedChanges(simulation);
  return [...new Set([...grouped.keys(), ...expected.keys()])].flatMap((name) => {
    const published = (grouped.get(name) ?? []).map((entry) => auditTypeFor(null, entry)).join();
    const actual = (expected.get(name) ?? []).join();
    return published === actual ? [] : [`${name} is published as ${published || "nothing"} instead of ${actual}`];
  });
};

export const feeds: Invariants = {
  "feeds are chained without gaps": chained,
  "every change is published once, in order": complete,
  "every stream record can be processed": (_, { deliveries }) =>
    deliveries.flatMap((delivery) => delivery.stuck() ?? []),
};
