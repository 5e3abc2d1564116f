import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { articleRecord } from "../articles/schema.ts";
import { awardRecord } from "../awards/schema.ts";
import { clientRecord } from "../clients/schema.ts";
import { agendaRecord, attendeeRecord, documentRecord, guidanceRecord, voteRecord } from "../meetings/part-schemas.ts";
import { meetingRecord } from "../meetings/schema.ts";
import { historyRecord } from "../members/history-schema.ts";
import { memberRecord } from "../members/schema.ts";
import { organisationRecord } from "../organisations/schema.ts";
import { photoRecord } from "../photos/schema.ts";
import type { RecordKind } from "../records/kinds.ts";
import type { Item } from "../table/write.ts";
import { storedWebhook } from "../webhooks/schema.ts";

/** The records of every kind: only what callers may see of one is ever told of its change. */
const records: Readonly<Record<RecordKind, { shape: Readonly<Record<string, unknown>> }>> = {
  organisation: organisationRecord,
  member: memberRecord,
  "history-entry": historyRecord,
  meeting: meetingRecord,
  agenda: agendaRecord,
  attendee: attendeeRecord,
  document: documentRecord,
  vote: voteRecord,
  guidance: guidanceRecord,
  award: awardRecord,
  photo: photoRecord,
  article: articleRecord,
  client: clientRecord,
  webhook: storedWebhook,
};

/** Said of every record, and of every change by itself. */
const ignoredFields = ["id", "createdAt", "updatedAt"];

/** Characters of JSON up to which a value is kept as it is; a longer one by its digest, so that a change stays one small item. */
export const maximumValueLength = 600;

/** A value before or after a change: itself, or what tells that it was another. */
export type RecordedValue = { value: unknown } | { sha256: string; characters: number };
export type FieldChange = { field: string; before?: RecordedValue | undefined; after?: RecordedValue | undefined };

const recordedValue = (value: unknown): RecordedValue | undefined => {
  if (value === undefined) return undefined;
  const json = JSON.stringify(value);
  if (json.length <= maximumValueLength) return { value };
  return { sha256: createHash("sha256").update(json).digest("hex"), characters: json.length };
};

/** What differs between two states of a record, field by field. */
export const fieldChanges = (kind: RecordKind, before: Item | undefined, after: Item | undefined): FieldChange[] =>
  Object.keys(records[kind].shape)
    .filter((field) => !ignoredFields.includes(field) && !isDeepStrictEqual(before?.[field], after?.[field]))
    .map((field) => ({ field, before: recordedValue(before?.[field]), after: recordedValue(after?.[field]) }));
