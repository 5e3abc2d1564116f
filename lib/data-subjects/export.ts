import { readAward } from "../awards/items.ts";
import { auditTypeFor, readEntry } from "../changes/items.ts";
import { attendees } from "../meetings/attendees.ts";
import { readMeeting, readTombstone } from "../meetings/items.ts";
import { votes } from "../meetings/votes.ts";
import { memberResult } from "../members/items.ts";
import { historyItem, type MemberRecord } from "../members/schema.ts";
import { readPhoto } from "../photos/items.ts";
import { hasPersonalData, type PersonalDataKind, recordKindList } from "../records/kinds.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { Problem } from "../shared/problem.ts";
import { keys, root } from "../table/keys.ts";
import { type Item, insert } from "../table/write.ts";
import { loadDescribedChanges } from "./described-changes.ts";
import { loadExisting, loadMemberItems, loadPersonalReferences } from "./references.ts";
import type { MemberExport } from "./schema.ts";
import { requireDataSubject } from "./subject.ts";

/** Seconds for which the note of an export is stored; the stream processor adds it to the audit at once. */
const noteRetentionSeconds = 30 * 86_400;

/** Bytes of JSON in a response: escaped once more it is below the 6 MB of a function's response. */
const exportBytes = 4_500_000;

type Meeting = { id: string; title: string; date: string };

type PersonalData = {
  memberId: string;
  /** Absent: deleted. */
  member: MemberRecord | undefined;
  history: readonly Item[];
  attendances: readonly Item[];
  votes: readonly Item[];
  awards: readonly Item[];
  photos: readonly Item[];
  meetingOf: (part: Item) => Meeting | undefined;
};

type Section = (data: PersonalData) => Partial<MemberExport>;

/** What the export contains of records of each kind with personal data. */
const sections: Readonly<Record<PersonalDataKind, Section>> = {
  member: ({ member }) => (member ? { member } : {}),
  "history-entry": ({ history }) => ({ history: history.map((item) => historyItem.parse(item)) }),
  attendee: ({ attendances, meetingOf }) => ({
    attendances: attendances.map((item) => ({ ...attendees.schema.parse(item), meeting: meetingOf(item) })),
  }),
  vote: ({ votes: items, memberId, meetingOf }) => ({
    exclusions: items.flatMap((item) => {
      const { id: voteId, subject, base } = votes.schema.parse(item);
      return (base.exclusions ?? [])
        .filter((exclusion) => exclusion.memberId === memberId)
        .map(({ reason }) => ({ voteId, subject, reason, meeting: meetingOf(item) }));
    }),
  }),
  award: ({ awards }) => ({ awards: awards.map((item) => readAward(item).record) }),
  photo: ({ photos, meetingOf }) => ({
    photos: photos.map((item) => ({ ...readPhoto(item).record, meeting: meetingOf(item) })),
  }),
};

/**
 * All stored data about a person as one document; the audit records who requested it. Reads without a limit: only
 * administrators call it. Throws 404, or 409 `export-too-large`.
 */
export const exportMember = async (context: RequestContext, id: string): Promise<Result> => {
  const { member: found } = await requireDataSubject(context, id);
  const [own, references, changes] = await Promise.all([
    loadMemberItems(context.table, id),
    loadPersonalReferences(context.table, id),
    loadChanges(context, id),
  ]);
  const { attendances } = references;
  const awardKeys = own.filter(({ sk }) => sk.startsWith("AWARD#")).map((item) => keys.award(String(item.id)));
  const [votes, photos, awards] = await Promise.all([
    loadExisting(context.table, references.votes),
    loadExisting(context.table, references.photos),
    loadExisting(context.table, awardKeys),
  ]);
  const data: PersonalData = {
    memberId: id,
    member: found && (memberResult(found).record as MemberRecord),
    history: own.filter(({ sk }) => sk.startsWith("HISTORY#")),
    ...{ attendances, votes, awards, photos },
    meetingOf: await loadMeetings(context, [...attendances, ...votes, ...photos]),
  };
  const parts = recordKindList.filter(hasPersonalData).map((kind) => sections[kind](data));
  const record: MemberExport = Object.assign({ changes, exportedAt: context.now }, ...parts);
  if (Buffer.byteLength(JSON.stringify(record)) > exportBytes) throw new Problem("export-too-large");
  return context.commit([exportNote(context, id)], { record });
};

const exportNote = (context: RequestContext, id: string) =>
  insert({
    ...keys.memberExport(id, context.newId()),
    by: context.caller.clientId,
    at: context.now,
    expiresAt: Math.floor(Date.parse(context.now) / 1_000) + noteRetentionSeconds,
  });

const loadMeetings = async (context: RequestContext, parts: readonly Item[]): Promise<PersonalData["meetingOf"]> => {
  const wanted = [...new Set(parts.map(({ pk }) => pk))].map((pk) => ({ ...keys.meeting(""), pk }));
  const items = await loadExisting(context.table, wanted);
  const byPk = new Map(items.map((item) => [item.pk, item]));
  return ({ pk }) => {
    const item = byPk.get(pk);
    // The tombstone of a meeting that is being deleted has no title.
    if (!item || readTombstone(item)) return undefined;
    const { id, title, date } = readMeeting(item).record;
    return { id, title, date };
  };
};

/** Changes that describe the member, with their values; client and time are in the entries of the root's feed. */
const loadChanges = async (context: RequestContext, memberId: string): Promise<MemberExport["changes"]> => {
  const { changes: described, ids } = await loadDescribedChanges(context.table, memberId);
  const entries = await loadExisting(
    context.table,
    described.flatMap(({ values: { numbers } }) =>
      numbers[root] === undefined ? [] : [keys.feedEntry(root, numbers[root])],
    ),
  );
  const byId = new Map(entries.map((item) => [String(item.id), readEntry(item)]));
  return described.map(({ values: { id, changes = "[]" } }) => {
    const entry = byId.get(id);
    const published = entry && { at: entry.at, type: auditTypeFor(null, entry), client: entry.client };
    return { id, ...published, changes: withoutOthers(JSON.parse(changes), ids) as unknown[] };
  });
};

/** A value without the parts of its lists that name other people. */
const withoutOthers = (value: unknown, ids: ReadonlySet<string>): unknown => {
  if (Array.isArray(value)) return value.filter((one) => !namesOther(one, ids)).map((one) => withoutOthers(one, ids));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutOthers(one, ids)]));
};

const namesOther = (part: { memberId?: string; attendeeId?: string } | null, ids: ReadonlySet<string>): boolean => {
  const id = part?.memberId ?? part?.attendeeId;
  return id !== undefined && !ids.has(id);
};
