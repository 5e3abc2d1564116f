import * as z from "zod/mini";
import { auditTypes, changeTypes } from "../records/change-types.ts";
import { recordKindList } from "../records/kinds.ts";
import { day, id, queryInteger } from "../shared/schema.ts";
import { limits } from "../vocabulary/limits.ts";

const resource = z.object({
  kind: z.enum(recordKindList),
  id,
  /** Path of the record, unless it is deleted. */
  href: z.string(),
});

const change = {
  id: id.check(z.meta({ description: "Unique id of the change; the same in feed, events and webhooks." })),
  at: z.string(),
  resource,
  client: z.string().check(z.meta({ description: "Id of the client; `service` for changes by the service itself." })),
};

export const changeRecord = z.object({ ...change, type: z.enum(changeTypes) });
export type ChangeRecord = z.output<typeof changeRecord>;

/** A page of the feed. Its cursor is always there, and the same until something happens. */
export const changesPage = z.object({ items: z.array(changeRecord), nextCursor: z.string() });

const feedCursor = z.optional(z.string().check(z.maxLength(2_000)));

export const changesQuery = z.strictObject({
  after: feedCursor,
  limit: z.optional(queryInteger(1, limits.pageMaximum)),
});
export type ChangesQuery = z.output<typeof changesQuery>;

/** The position in the feed from which a webhook delivers again. */
export const replayQuery = z.strictObject({ after: feedCursor });

// The more specific schema first: an object without `value` also matches the second one.
const recordedValue = z.union([
  z
    .object({ sha256: z.string(), characters: z.int() })
    .check(z.meta({ description: "Digest of a value too long to store." })),
  z.object({ value: z.unknown() }),
]);
const fieldChange = z.object({
  field: z.string(),
  before: z.optional(recordedValue),
  after: z.optional(recordedValue),
});

/** An entry of the audit, chained by hash to the one before, with its values until they are erased. */
export const auditRecord = z.object({
  ...change,
  type: z.enum(auditTypes),
  number: z.int(),
  digest: z.string(),
  previous: z.string(),
  hash: z.string(),
  /** None where the person's data has been erased. */
  changes: z.optional(z.array(fieldChange)),
  salt: z.optional(z.string()),
});
export type AuditRecord = z.output<typeof auditRecord>;
export const auditPage = z.object({ items: z.array(auditRecord), nextCursor: z.nullable(z.string()) });

export const auditQuery = z.strictObject({
  resource: z.optional(
    z.string().check(z.maxLength(300), z.meta({ description: "Id or `href` of a record: only its changes." })),
  ),
  client: z.optional(z.string().check(z.maxLength(100), z.meta({ description: "Id of a client: only its changes." }))),
  from: z.optional(day),
  to: z.optional(day),
  limit: z.optional(queryInteger(1, limits.pageMaximum)),
  cursor: z.optional(z.string().check(z.maxLength(2_000))),
});
export type AuditQuery = z.output<typeof auditQuery>;
