import { articleRecord } from "../articles/schema.ts";
import { awardRecord } from "../awards/schema.ts";
import type { RecordSchemas } from "../changes/resolve.ts";
import { clientRecord } from "../clients/schema.ts";
import { agendaRecord, attendeeRecord, documentRecord, guidanceRecord } from "../meetings/part-schemas.ts";
import { meetingRecord } from "../meetings/schema.ts";
import { voteRecord } from "../meetings/vote-schema.ts";
import { historyRecord, memberRecord } from "../members/schema.ts";
import { organisationRecord } from "../organisations/schema.ts";
import { photoRecord } from "../photos/schema.ts";
import { webhookRecord } from "../webhooks/schema.ts";

/** The schema of every kind of record, as readers see it. Diffs in the audit contain its fields. */
export const recordSchemas = {
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
  webhook: webhookRecord,
} as const satisfies RecordSchemas;
