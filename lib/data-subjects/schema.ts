import * as z from "zod/mini";
import { attendeeRoles } from "../meetings/part-schemas.ts";
import { historyDetails, memberRecord } from "../members/schema.ts";
import { id } from "../shared/schema.ts";

const meeting = z.object({ id, title: z.string(), date: z.string() });

/** All stored data about a person (quyền của chủ thể dữ liệu). */
export const memberExport = z.object({
  /** Absent for a deleted member; `changes` contain its last values. */
  member: z.optional(memberRecord),
  history: z.array(historyDetails),
  attendances: z.array(
    z.object({
      id,
      meeting: z.optional(meeting),
      roles: z.array(z.enum(attendeeRoles)),
      presence: z.string(),
      reason: z.optional(z.string()),
    }),
  ),
  /** Votes from which the member was excluded, and why. */
  exclusions: z.array(z.object({ voteId: id, meeting: z.optional(meeting), subject: z.string(), reason: z.string() })),
  awards: z.array(z.object({ id, form: z.string(), title: z.string(), year: z.int() })),
  photos: z.array(z.object({ id, meeting: z.optional(meeting), caption: z.optional(z.string()) })),
  /** Changes that describe the person, also of deleted records, with their values. */
  changes: z.array(
    z.object({
      id,
      at: z.optional(z.string()),
      type: z.optional(z.string()),
      client: z.optional(z.string()),
      changes: z.array(z.unknown()),
    }),
  ),
  exportedAt: z.string(),
});
export type MemberExport = z.output<typeof memberExport>;

export const erasureStatuses = ["requested", "done"] as const;

export const erasureRecord = z.object({
  memberId: id,
  status: z.enum(erasureStatuses),
  requestedAt: z.string(),
  completedAt: z.optional(z.string()),
});
export type Erasure = z.output<typeof erasureRecord>;

/** With the client that requested it. */
export const erasureItem = z.extend(erasureRecord, { by: z.string() });
export type StoredErasure = z.output<typeof erasureItem>;
