import { auditTypeFor, type ChainedEntry, chainedFields, readEntry } from "../../../lib/changes/items.ts";
import { recordChange } from "../../../lib/changes/record-change.ts";
import type { Item as StoredItem } from "../../../lib/table/write.ts";
import { chainStart, hashOf } from "../../../lib/vocabulary/chain.ts";
import type { Change } from "../../support/memory-engine/stream.ts";
import type { Story } from "../run/simulation.ts";
import type { Check } from "./snapshot.ts";
import { idIn, keptIn } from "./snapshot.ts";

const root = "ROOT";

const known = new WeakMap<Story, Map<string, ChainedEntry[]>>();

const feedsIn = (story: Story): Map<string, ChainedEntry[]> => {
  const feeds = known.get(story) ?? readFeeds(story);
  known.set(story, feeds);
  return feeds;
};

const readFeeds = (story: Story): Map<string, ChainedEntry[]> => {
  const entries = keptIn(story).all.filter(({ pk, sk }) => pk.startsWith("FEED#") && sk.startsWith("ENTRY#"));
  const sorted = entries.sort((a, b) => (a.sk < b.sk ? -1 : 1));
  const grouped = Map.groupBy(sorted, ({ pk }) => idIn(pk));
  return new Map([...grouped].map(([feed, items]) => [feed, items.map((item) => readEntry(item as StoredItem))]));
};

/** Numbers without gaps, each entry chained to the one before by its hash, and the end where the last one is. */
const whole = (story: Story): string[] =>
  [...feedsIn(story)].flatMap(([feed, entries]) => {
    const broken = entries.filter((entry, i) => {
      const previous = entries[i - 1]?.hash ?? chainStart;
      return entry.number !== i + 1 || entry.previous !== previous || entry.hash !== hashOf(chainedFields(feed, entry));
    });
    const end = keptIn(story).get(`FEED#${feed}`, "END");
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

/** What the feed of everything must say of each record, in this order. */
const happened = ({ engine }: Story): Map<string, string[]> => {
  const told = engine.changes.flatMap((change) => recordChange(imagesOf(change)) ?? []);
  const grouped = Map.groupBy(told, ({ name }) => `${name.kind} ${name.id}`);
  return new Map(
    [...grouped].map(([name, changes]) => [name, changes.map(({ verb, name: { kind } }) => `${kind}.${verb}`)]),
  );
};

const complete = (story: Story): string[] => {
  const before = new Set(story.beginning.map(({ pk, sk }) => `${pk} ${sk}`));
  const entries = (feedsIn(story).get(root) ?? []).filter(
    ({ number }) => !before.has(`FEED#${root} ENTRY#${String(number).padStart(12, "0")}`),
  );
  const grouped = Map.groupBy(entries, ({ kind, resourceId }) => `${kind} ${resourceId}`);
  const wanted = happened(story);
  return [...new Set([...grouped.keys(), ...wanted.keys()])].flatMap((name) => {
    const told = (grouped.get(name) ?? []).map((entry) => auditTypeFor(null, entry)).join();
    const was = (wanted.get(name) ?? []).join();
    return told === was ? [] : [`${name} is told as ${told || "nothing"}, and was ${was}`];
  });
};

export const feeds: readonly Check[] = [
  { name: "feeds are chained without gaps", look: whole },
  { name: "every change is told once, in order", look: complete },
  {
    name: "every record of the stream can be done",
    look: ({ deliveries }) => deliveries.flatMap((delivery) => delivery.stuck() ?? []),
  },
];
