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
  searchText,
  sharedInput,
  sharedRecord,
  text,
  title,
} from "../shared/schema.ts";
import { entryKinds, standings } from "./timeline.ts";

/** Positions of one member: more than a lifetime of terms. */
export const positionsMaximum = 50;

export const roles = [
  "secretary",
  "standing-deputy-secretary",
  "deputy-secretary",
  "standing-committee-member",
  "committee-member",
] as const;

const role = z.enum(roles);
const genders = z.enum(["female", "male"]);

const position = z.strictObject({
  organisationId: reference,
  role,
  from: z.optional(day),
  to: z.optional(day),
});

export type Position = z.infer<typeof position>;

/** Fields of input and record, except the cell. */
const details = {
  fullName: name,
  memberNumber: z.optional(name),
  gender: z.optional(genders),
  birthDate: z.optional(day),
  jobTitle: z.optional(title),
  admittedOn: z.optional(day),
  joinedOn: z.optional(day),
  confirmedOn: z.optional(day),
  confirmed: z.optional(z.literal(true)),
  positions: z.optional(z.array(position).check(z.maxLength(positionsMaximum))),
};

/** Which cell an input names: `beganIn` is needed only to correct the initial state of a member with a transfer. */
const cells = {
  organisationId: reference.check(
    z.meta({
      description:
        "The id of a record: the cell, after a transfer the current one. A transfer itself is a history entry.",
    }),
  ),
  beganIn: z.optional(
    reference.check(
      z.meta({
        description: "The id of a record: the cell of the initial state. It corrects that state after a transfer.",
      }),
    ),
  ),
};

/** A member as callers send it: the initial state of the timeline. */
export const memberInput = z.strictObject({ ...cells, ...details, ...sharedInput });
export type MemberInput = z.infer<typeof memberInput>;

/** A member on a day: cell, standing, vote and suspension are those of that day. */
export const memberRecord = z.object({
  ...recordFields,
  organisationId: id,
  /** The cell of the initial state. */
  beganIn: id,
  ...details,
  standing: z.enum(standings),
  mayVote: z.boolean(),
  suspended: z.boolean(),
  /** When personal data was erased. The rest remains for statistics. */
  erasedAt: z.optional(z.string()),
  ...sharedRecord,
});
export type MemberRecord = z.infer<typeof memberRecord>;
export const memberPage = pageOf(memberRecord);

export const memberQuery = z.strictObject({ asOf: z.optional(day) });
export const membersQuery = z.strictObject({
  organisationId: z.optional(z.string()),
  standing: z.optional(
    z.enum([...standings, "all"]).check(z.meta({ description: "Default: probationary and official." })),
  ),
  memberNumber: z.optional(name),
  position: z.optional(role.check(z.meta({ description: "Members who have the role today, or on `asOf`." }))),
  gender: z.optional(genders),
  suspended: z.optional(z.enum(["true", "false"])),
  q: z.optional(searchText),
  asOf: z.optional(day),
  externalId: externalIdQuery,
  ...pageQuery,
});
export type MembersQuery = z.infer<typeof membersQuery>;

/** The part of a history entry in the member's own item, enough to compute the state of any day. */
const storedEntry = z.object({
  id,
  kind: z.optional(z.enum(entryKinds)),
  on: z.optional(day),
  organisationId: z.optional(id),
  voids: z.optional(id),
});

/** A stored member: initial state and history. `beganIn` is the cell of the initial state. */
export const memberDetails = z.object({
  ...recordFields,
  beganIn: id,
  ...details,
  erasedAt: z.optional(z.string()),
  ...sharedRecord,
  history: z.array(storedEntry),
});
export type MemberDetails = z.infer<typeof memberDetails>;

export const memberItem = z.extend(memberDetails, { version: z.int(), tenantId: id });

/** An entry of a member's history as callers send it. */
export const historyInput = z.strictObject({
  kind: z.optional(
    z.enum(entryKinds).check(z.meta({ description: "Required, except in an entry that only revokes another." })),
  ),
  on: z.optional(day.check(z.meta({ description: "The day from which the entry applies. Required with `kind`." }))),
  organisationId: z.optional(reference),
  reason: z.optional(text),
  decision: z.optional(z.strictObject({ number: name, date: day })),
  voids: z.optional(
    reference.check(
      z.meta({
        description:
          "The id of a record: an earlier entry, which no other entry voids. With `kind` this entry replaces it, without `kind` it revokes it.",
      }),
    ),
  ),
});

export type HistoryInput = z.infer<typeof historyInput>;

/** A history entry as it is stored. */
export const historyDetails = z.object({ ...recordFields, ...historyInput.shape });
export type HistoryDetails = z.infer<typeof historyDetails>;

/** A history entry as callers see it. */
export const historyRecord = z.extend(historyDetails, {
  /** The entry that revokes or replaces this one. */
  voidedBy: z.optional(id),
  /** Whether the entry changes anything. */
  effective: z.boolean(),
});

export type HistoryRecord = z.infer<typeof historyRecord>;

export const historyPage = pageOf(historyRecord);

export const historyQuery = z.strictObject({ ...pageQuery });

/** `memberVersion` is the version of the member that the entry made. */
export const historyItem = z.extend(historyDetails, { version: z.int(), memberVersion: z._default(z.int(), 1) });
