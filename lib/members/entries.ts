import type { Day } from "../shared/days.ts";

export const entryKinds = ["confirmed", "transferred", "suspended", "resumed", "departed", "readmitted"] as const;
export type EntryKind = (typeof entryKinds)[number];

/** What an entry of a member's history says to the story; its reason and decision are kept beside. */
export type Entry = {
  id: string;
  kind: EntryKind;
  on: Day;
  organisationId?: string | undefined;
  /** An earlier entry that this one takes back, or whose place it takes. */
  voids?: string | undefined;
};

/** Whether an entry says again what the one it voids said: then it only takes that back. */
const repeats = (entry: Entry, voided: Entry) =>
  entry.kind === voided.kind && entry.on === voided.on && entry.organisationId === voided.organisationId;

/**
 * The entries that act, in order of arrival. An entry that voids another and repeats it takes it back, with whatever
 * that one had voided; one that says something else takes its place, and what that one had voided stays voided.
 */
export const effective = (entries: readonly Entry[]): Entry[] => {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const voided = new Set<string>();
  const undone = new Set<string>();
  // What voids an entry has arrived after it, so the last is settled first.
  for (const entry of entries.toReversed()) {
    const target = entry.voids === undefined ? undefined : byId.get(entry.voids);
    if (!target || undone.has(entry.id)) continue;
    voided.add(target.id);
    if (repeats(entry, target)) undone.add(target.id);
  }
  const takesBack = (entry: Entry) => {
    const target = entry.voids === undefined ? undefined : byId.get(entry.voids);
    return target !== undefined && repeats(entry, target);
  };
  return entries.filter((entry) => !voided.has(entry.id) && !takesBack(entry));
};
