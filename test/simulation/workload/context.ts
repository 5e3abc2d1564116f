import type { Random } from "../../support/random.ts";

/** A part of a meeting, by which its path is made. */
export type Part = { meetingId: string; id: string };
/** A webhook, and the path of its organisation. */
export type KnownWebhook = { id: string; path: readonly string[] };
export type AnnouncedPhoto = { id: string; meetingId: string; key: string; text: string };

/** What the callers of a run know of: what was there, and what they made; also what has gone since. */
export type Known = {
  superiors: string[];
  tenantIds: string[];
  departments: string[];
  cells: string[];
  members: string[];
  meetings: string[];
  attendees: Part[];
  documents: Part[];
  guidance: Part[];
  awards: string[];
  photos: AnnouncedPhoto[];
  clients: string[];
  webhooks: KnownWebhook[];
};

export const nothingKnown = (): Known => ({
  superiors: [],
  tenantIds: [],
  departments: [],
  cells: [],
  members: [],
  meetings: [],
  attendees: [],
  documents: [],
  guidance: [],
  awards: [],
  photos: [],
  clients: [],
  webhooks: [],
});

export const copyOfKnown = (known: Known): Known =>
  Object.fromEntries(Object.entries(known).map(([name, list]) => [name, [...list]])) as Known;

/** The same, or only one or two of everything: who has little to choose from meets others. */
export const focused = (random: Random, known: Known): Known => {
  if (random.chance(0.3)) return copyOfKnown(known);
  const few = <T>(list: readonly T[]) => {
    const [one, other] = [random.pick(list), random.pick(list)];
    return [...new Set([one, ...(random.chance(0.6) ? [other] : [])])].filter((thing) => thing !== undefined);
  };
  const { superiors, ...others } = known;
  const chosen = Object.entries(others).map(([name, list]) => [name, few<unknown>(list)]);
  return { superiors: [...superiors], ...Object.fromEntries(chosen) };
};

/** Mostly what came last, since nothing depends on it yet. */
export const newest = <T>(random: Random, list: readonly T[]): T | undefined =>
  random.chance(0.6) ? list.at(-1) : random.pick(list);

/** What a workload draws from. */
export type Drawing = {
  random: Random;
  known: Known;
  /** What was there in the beginning, all of it. */
  all: Known;
  /** A text that no other change of the run brings. */
  mark(): string;
};

/** Fields that are left out where nothing was drawn for them. */
export const given = (fields: Record<string, unknown>): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** External ids out of so few that they meet, or none. */
export const someExternalIds = ({ random }: Drawing) =>
  random.chance(0.4) ? { hr: String(1 + random.below(2)) } : undefined;

export const days = ["2019-12-31", "2020-01-01", "2020-02-29", "2021-01-31"] as const;
