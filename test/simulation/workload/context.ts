import type { Random } from "../../support/random.ts";
import type { Plan } from "../callers/retrying-caller.ts";

/** A part of a meeting. */
export type Part = { meetingId: string; id: string };

/** Ids that the callers of a run know: initial and created records, including deleted ones. */
export const nothingKnown = () => ({
  superiors: [] as string[],
  tenantIds: [] as string[],
  departments: [] as string[],
  cells: [] as string[],
  members: [] as string[],
  meetings: [] as string[],
  attendees: [] as Part[],
  documents: [] as Part[],
  guidance: [] as Part[],
  awards: [] as string[],
  photos: [] as (Part & { key: string; text: string })[],
  clients: [] as string[],
  /** With the path of their organisation. */
  webhooks: [] as { id: string; path: readonly string[] }[],
});
export type Known = ReturnType<typeof nothingKnown>;

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

/** The input of plan generators. */
export type WorkloadContext = {
  random: Random;
  known: Known;
  /** All initial records. */
  all: Known;
  /** A text that is unique within the run. */
  marker(): string;
};

/** Generates a plan; undefined if the records that it needs do not exist. */
export type PlanGenerator = (context: WorkloadContext) => Plan | undefined;

export const days = ["2019-12-31", "2020-01-01", "2020-02-29", "2021-01-31"] as const;

/** Prefers the newest record, which nothing depends on yet. */
export const newest = <T>(random: Random, list: readonly T[]): T | undefined =>
  random.chance(0.6) ? list.at(-1) : random.pick(list);

/** One of a list with a probability, otherwise undefined. */
export const perhaps = <T>(random: Random, probability: number, list: readonly T[]): T | undefined =>
  random.chance(probability) ? random.pick(list) : undefined;

/** No external id, or one of few, so that they collide. */
export const randomExternalIds = ({ random }: WorkloadContext) =>
  random.chance(0.4) ? { hr: String(1 + random.below(2)) } : undefined;

type Reference = string | { id: string; meetingId?: string; path?: readonly string[] };

/** Path parameters and caller of a request for a record. */
const addressOf = (kind: string, record: Reference) => {
  const name = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}Id`;
  if (typeof record === "string") return { params: { [name]: record } };
  const { id, meetingId, path } = record;
  return { params: { ...(meetingId ? { meetingId } : {}), [name]: id }, path };
};

type UpdatableKind =
  | "Organisation"
  | "Member"
  | "Meeting"
  | "Attendee"
  | "Document"
  | "Guidance"
  | "Award"
  | "Photo"
  | "Webhook";

/** Creates a record, usually with an idempotency key. */
export const create = (
  { random }: WorkloadContext,
  kind: "Organisation" | "Member" | "Meeting" | "Award",
  body: object,
  ids: string[],
): Plan => ({ operation: `create${kind}`, body, withKey: random.chance(0.9), onSuccess: remember(ids) });

/** Updates a record at the version that was read; undefined without a record. */
export const update = <T extends Reference>(
  context: WorkloadContext,
  kind: UpdatableKind,
  record: T | undefined,
  body: (marker: string, record: T) => object,
): Plan | undefined => {
  if (record === undefined) return undefined;
  const marker = context.marker();
  const address = addressOf(kind, record);
  return { operation: `update${kind}`, ...address, read: `get${kind}`, marker, body: body(marker, record) };
};

/** Deletes a record at the version that was read; undefined without a record. */
export const remove = (kind: UpdatableKind | "Client", record: Reference | undefined): Plan | undefined =>
  record === undefined ? undefined : { operation: `delete${kind}`, ...addressOf(kind, record), read: `get${kind}` };

/** PUT by one of two external ids. */
export const upsert = (
  { random }: WorkloadContext,
  kind: "Organisation" | "Member" | "Meeting" | "Award",
  body: () => object,
  ids: string[],
): Plan => {
  const params = { source: "hr", externalId: String(1 + random.below(2)) };
  const operation = `put${kind}ByExternalId` as const;
  return { operation, params, body: { ...body(), externalIds: {} }, onSuccess: remember(ids) };
};

/** A plan for a random meeting; undefined without a meeting. */
export const inMeeting =
  (plan: (context: WorkloadContext, meetingId: string) => Plan): PlanGenerator =>
  (context) => {
    const meetingId = context.random.pick(context.known.meetings);
    return meetingId === undefined ? undefined : { params: { meetingId }, ...plan(context, meetingId) };
  };

/** Adds the id of a created record to a list. */
export const remember =
  (ids: string[]) =>
  ({ id }: Record<string, unknown>): unknown =>
    ids.push(String(id));

/** Adds the ids of a created part to a list. */
export const rememberPart =
  (parts: Part[], meetingId: string) =>
  ({ id }: Record<string, unknown>): unknown =>
    parts.push({ meetingId, id: String(id) });
