import type { Random } from "../../support/random.ts";
import type { Plan } from "../callers/retrying-caller.ts";

/** A part of a meeting. */
export type Part = { meetingId: string; id: string };
/** A webhook and the path of its organisation. */
export type KnownWebhook = { id: string; path: readonly string[] };
export type AnnouncedPhoto = { id: string; meetingId: string; key: string; text: string };

/** Ids that the callers of a run know: initial and created records, including deleted ones. */
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

/** A copy, or a choice of one or two records of each kind, so that callers often use the same records. */
export const narrowed = (random: Random, known: Known): Known => {
  if (random.chance(0.3)) return copyOfKnown(known);
  const few = <T>(list: readonly T[]) => {
    const [one, other] = [random.pick(list), random.pick(list)];
    return [...new Set([one, ...(random.chance(0.6) ? [other] : [])])].filter((thing) => thing !== undefined);
  };
  const { superiors, ...others } = known;
  const chosen = Object.entries(others).map(([name, list]) => [name, few<unknown>(list)]);
  return { superiors: [...superiors], ...Object.fromEntries(chosen) };
};

/** Prefers the newest record, which nothing depends on yet. */
export const newest = <T>(random: Random, list: readonly T[]): T | undefined =>
  random.chance(0.6) ? list.at(-1) : random.pick(list);

/** The input of plan generators. */
export type WorkloadContext = {
  random: Random;
  known: Known;
  /** All initial records. */
  all: Known;
  /** A text that is unique within the run. */
  marker(): string;
};

/** Removes undefined fields. */
export const withoutUndefined = (fields: Record<string, unknown>): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** No external id, or one of few, so that they collide. */
export const randomExternalIds = ({ random }: WorkloadContext) =>
  random.chance(0.4) ? { hr: String(1 + random.below(2)) } : undefined;

/** A plan about a random record of a list; undefined if the list is empty. */
export const forOne = <T>(
  { random }: WorkloadContext,
  records: readonly T[],
  plan: (record: T) => Plan,
): Plan | undefined => {
  const record = random.pick(records);
  return record === undefined ? undefined : plan(record);
};

/** Adds the id of a created record to a list. */
export const remember =
  (ids: string[]) =>
  ({ id }: Record<string, unknown>): void => {
    ids.push(String(id));
  };

export const days = ["2019-12-31", "2020-01-01", "2020-02-29", "2021-01-31"] as const;
