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

/** Positions one member may carry; nobody held more in a lifetime of terms. */
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

/** Fields of a member beside the cell, as they are sent and kept. */
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

/** A member as callers send one: the beginning of the story. */
export const memberInput = z.strictObject({ organisationId: reference, ...details, ...sharedInput });
export type MemberInput = z.infer<typeof memberInput>;

/** A member as callers see one, on a day: the cell, the standing and the vote are those of that day. */
export const memberRecord = z.object({
  ...recordFields,
  organisationId: id,
  ...details,
  standing: z.enum(["probationary", "official", "former"]),
  mayVote: z.boolean(),
  /** Since when the record is a nameless placeholder, kept for the figures alone. */
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

/** What the member's own item keeps of each entry of the history: enough to tell the state of any day. */
const storedEntry = z.object({
  id,
  kind: z.enum(["confirmed", "transferred", "suspended", "resumed", "departed", "readmitted"]),
  on: day,
  organisationId: z.optional(id),
  voids: z.optional(id),
});

/** A member as it is kept: the beginning and the history. `organisationId` is the cell of the beginning. */
export const memberDetails = z.object({
  ...recordFields,
  organisationId: id,
  ...details,
  erasedAt: z.optional(z.string()),
  ...sharedRecord,
  history: z.array(storedEntry),
});
export type MemberDetails = z.infer<typeof memberDetails>;

/** In the table `organisationId` is the cell of today, by which lists go, and `beganIn` that of the beginning. */
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
