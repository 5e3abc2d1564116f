import * as z from "zod/mini";
import {
  day,
  externalIdQuery,
  id,
  name,
  pageOf,
  pageQuery,
  recordFields,
  reference,
  sharedInput,
  sharedRecord,
  text,
  title,
} from "../shared/schema.ts";
import { entryKinds } from "./timeline.ts";

/** Positions of one member: more than a lifetime of terms. */
const positionsLimit = 50;

export const roles = [
  "secretary",
  "standing-deputy-secretary",
  "deputy-secretary",
  "standing-committee-member",
  "committee-member",
] as const;

const position = z.strictObject({
  organisationId: reference,
  role: z.enum(roles),
  from: z.optional(day),
  to: z.optional(day),
});

/** Fields of input and record, except the cell. */
const details = {
  fullName: name,
  memberNumber: z.optional(name),
  gender: z.optional(z.enum(["female", "male"])),
  birthDate: z.optional(day),
  jobTitle: z.optional(title),
  admittedOn: z.optional(day),
  joinedOn: z.optional(day),
  confirmedOn: z.optional(day),
  confirmed: z.optional(z.literal(true)),
  positions: z.optional(z.array(position).check(z.maxLength(positionsLimit))),
};

/** A member as callers send it: the initial state of the timeline. */
export const memberInput = z.strictObject({ organisationId: reference, ...details, ...sharedInput });
export type MemberInput = z.infer<typeof memberInput>;

/** A member on a day: cell, standing and vote are those of that day. */
export const memberRecord = z.object({
  ...recordFields,
  organisationId: id,
  ...details,
  standing: z.enum(["probationary", "official", "former"]),
  mayVote: z.boolean(),
  /** When personal data was erased. The rest remains for statistics. */
  erasedAt: z.optional(z.string()),
  ...sharedRecord,
});
export type MemberRecord = z.infer<typeof memberRecord>;
export const memberPage = pageOf(memberRecord);

export const memberQuery = z.strictObject({ asOf: z.optional(day) });
export const membersQuery = z.strictObject({
  organisationId: z.optional(z.string()),
  standing: z.optional(z.enum(["probationary", "official", "former"])),
  q: z.optional(z.string().check(z.maxLength(200))),
  asOf: z.optional(day),
  externalId: externalIdQuery,
  ...pageQuery,
});
export type MembersQuery = z.infer<typeof membersQuery>;

/** The part of a history entry in the member's own item, enough to compute the state of any day. */
const storedEntry = z.object({
  id,
  kind: z.enum(entryKinds),
  on: day,
  organisationId: z.optional(id),
  voids: z.optional(id),
});

/** A stored member: initial state and history. `organisationId` is the cell of the initial state. */
export const memberDetails = z.object({
  ...recordFields,
  organisationId: id,
  ...details,
  erasedAt: z.optional(z.string()),
  ...sharedRecord,
  history: z.array(storedEntry),
});
export type MemberDetails = z.infer<typeof memberDetails>;

/** In an item, `organisationId` is the current cell, and `beganIn` that of the initial state. */
export const memberItem = z.extend(memberDetails, { version: z.int(), tenantId: id, beganIn: id });

/** An entry of a member's history as callers send it. */
export const historyInput = z.strictObject({
  kind: z.enum(entryKinds),
  on: day,
  organisationId: z.optional(reference),
  reason: z.optional(text),
  decision: z.optional(z.strictObject({ number: name, date: day })),
  voids: z.optional(reference),
});

export type HistoryInput = z.infer<typeof historyInput>;

export const historyRecord = z.object({ ...recordFields, ...historyInput.shape });

export type HistoryRecord = z.infer<typeof historyRecord>;

export const historyPage = pageOf(historyRecord);

export const historyQuery = z.strictObject({ ...pageQuery });

export const historyItem = z.extend(historyRecord, { version: z.int() });
