import { attendees } from "../meetings/attendees.ts";
import type { Vote } from "../meetings/vote-schema.ts";
import { votes } from "../meetings/votes.ts";
import { erasedDetails, erasedText } from "../members/erasure.ts";
import type { MemberDetails } from "../members/schema.ts";
import type { Person, StoredPhoto } from "../photos/schema.ts";
import { rewriteStoredResponse, storedResponseKey } from "../records/idempotency.ts";
import type { PersonalDataKind } from "../records/kinds.ts";
import type { Result } from "../records/request-context.ts";
import type { Table } from "../table/table.ts";
import type { Write } from "../table/write.ts";

type StoredRecord = Record<string, unknown>;

/** Whose data is redacted, in the response to the request that created a record. */
export type Redaction = {
  memberId: string;
  resourceId: string;
  now: string;
  isSubject: (person: Person) => boolean;
  /** Of a photo: it shows nobody else. */
  isAlone: boolean;
};

type Redact = (record: StoredRecord, redaction: Redaction) => StoredRecord;

/** Redacts the response to a request that created a record of a kind. One of another record stays as it is. */
const redactByKind: Readonly<Record<PersonalDataKind, Redact>> = {
  member: (record, { memberId, now }) =>
    record.id === memberId && record.erasedAt === undefined ? erasedDetails(record as MemberDetails, now) : record,
  "history-entry": (record, { resourceId }) => {
    const { reason: _, decision: __, ...others } = record;
    return record.id === resourceId ? others : record;
  },
  attendee: (record, { memberId }) => {
    const { items } = record;
    if (!Array.isArray(items)) return record;
    const redact = ({ reason: _, ...item }: StoredRecord) => attendees.schema.parse(item);
    return {
      ...record,
      items: items.map((item: StoredRecord) => (item.memberId === memberId ? redact(item) : item)),
    };
  },
  vote: (record, { memberId }) => {
    const vote = votes.schema.safeParse(record);
    const base = vote.success ? redactExclusions(vote.data.base, memberId) : undefined;
    return base ? { ...record, base } : record;
  },
  award: (record) => record,
  photo: (record, redaction) =>
    record.id === redaction.resourceId && record.photo
      ? { ...record, photo: redactPhoto(record.photo as StoredPhoto["record"], redaction) }
      : record,
};

/** The base of a vote without the reasons for which a member was excluded; undefined where there are none. */
export const redactExclusions = (base: Vote["base"], memberId: string): Vote["base"] | undefined => {
  const { exclusions = [] } = base;
  if (exclusions.every((one) => one.memberId !== memberId || one.reason === erasedText)) return undefined;
  return {
    ...base,
    exclusions: exclusions.map((one) => (one.memberId === memberId ? { ...one, reason: erasedText } : one)),
  };
};

/** A photo without a person; of nobody else, without its texts. */
const redactPhoto = (
  { caption, credit, ...photo }: StoredPhoto["record"],
  { isSubject, isAlone }: Redaction,
): StoredPhoto["record"] => {
  const peopleShown = photo.peopleShown?.filter((person) => !isSubject(person));
  if (isAlone) return { ...photo, fileName: erasedText, peopleShown };
  return { ...photo, caption, credit, peopleShown };
};

/**
 * Redacts the stored response to the idempotent request that created a record. The key remains used: repeating the request
 * returns the redacted record and creates none. The response to a later request with the same key does not change.
 */
export const storedResponseWrites = async (
  table: Pick<Table, "get">,
  { idempotencyPk, kind }: { idempotencyPk: unknown; kind: PersonalDataKind },
  redaction: Redaction,
): Promise<Write[]> => {
  if (typeof idempotencyPk !== "string") return [];
  const response = await table.get(storedResponseKey(idempotencyPk));
  if (!response) return [];
  return rewriteStoredResponse(response, (result: Result) => ({
    ...result,
    record: redactByKind[kind](result.record as StoredRecord, redaction),
  }));
};
