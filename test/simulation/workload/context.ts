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

type UpdatableKind = "Award" | "Meeting" | "Member" | "Attendee" | "Document" | "Guidance";
type Reference = string | Part;

const paramsOf = (kind: string, record: Reference): Record<string, string> => {
  const name = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}Id`;
  return typeof record === "string" ? { [name]: record } : { meetingId: record.meetingId, [name]: record.id };
};

/** Updates a random record; undefined if there is none. */
export const update = <T extends Reference>(
  context: WorkloadContext,
  kind: UpdatableKind,
  records: readonly T[],
  body: (marker: string, record: T) => Record<string, unknown>,
): Plan | undefined => {
  const record = context.random.pick(records);
  if (record === undefined) return undefined;
  const marker = context.marker();
  const params = paramsOf(kind, record);
  return {
    operation: `update${kind}`,
    params,
    read: `get${kind}`,
    marker,
    body: withoutUndefined(body(marker, record)),
  };
};

/** Deletes a record at the version that was read; undefined without a record. */
export const remove = (kind: UpdatableKind | "Client", record: Reference | undefined): Plan | undefined =>
  record === undefined ? undefined : { operation: `delete${kind}`, params: paramsOf(kind, record), read: `get${kind}` };

/** PUT by one of two external ids. */
export const upsert = (
  { random }: WorkloadContext,
  kind: "Award" | "Meeting" | "Member" | "Organisation",
  body: () => object,
  onSuccess: Plan["onSuccess"] & {},
): Plan => {
  const params = { source: "hr", externalId: String(1 + random.below(2)) };
  return { operation: `put${kind}ByExternalId`, params, body: { ...body(), externalIds: {} }, onSuccess };
};

/** Adds the id of a created record to a list. */
export const remember =
  (ids: string[]) =>
  ({ id }: Record<string, unknown>): void => {
    ids.push(String(id));
  };

/** Adds the ids of a created part to a list. */
export const rememberPart =
  (parts: Part[], meetingId: string) =>
  ({ id }: Record<string, unknown>): void => {
    parts.push({ meetingId, id: String(id) });
  };

export const days = ["2019-12-31", "2020-01-01", "2020-02-29", "2021-01-31"] as const;
