import { readAward } from "../awards/items.ts";
import { auditTypeFor, readChangeValues, readEntry } from "../changes/items.ts";
import { attendees } from "../meetings/attendees.ts";
import { readMeeting, readTombstone } from "../meetings/items.ts";
import { votes } from "../meetings/votes.ts";
import { resultOf } from "../members/items.ts";
import { requireVisibleMember } from "../members/reads.ts";
import { historyItem, type MemberRecord } from "../members/schema.ts";
import { readPhoto } from "../photos/items.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { Problem } from "../shared/problem.ts";
import { keys, root } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import { type Item, insert } from "../table/write.ts";
import { loadExisting, loadMemberItems, loadPersonalReferences } from "./references.ts";
import type { MemberExport } from "./schema.ts";

/** Seconds the note of an export stands: the stream tells the audit of it at once. */
const noteRetentionSeconds = 30 * 86_400;

/** Bytes of JSON that one answer holds: quoted once more, it stays under the 6 MB of a function's answer. */
const exportBytes = 4_500_000;

/**
 * All that is kept about a person, as one document; the audit is told who asked for it. Reads as much as there is: nobody
 * waits for it but an administrator. Throws 404, or 409 `export-too-large`.
 */
export const exportMember = async (context: RequestContext, id: string): Promise<Result> => {
  const found = await requireVisibleMember(context, id);
  const [own, naming, changes] = await Promise.all([
    loadMemberItems(context.table, id),
    loadPersonalReferences(context.table, id),
    changesOf(context, id),
  ]);
  const { attendances } = naming;
  const [voted, shown, honoured] = await Promise.all([
    loadExisting(context.table, naming.votes),
    loadExisting(context.table, naming.photos),
    loadExisting(
      context.table,
      own.filter(({ sk }) => sk.startsWith("AWARD#")).map((item) => keys.award(String(item.id))),
    ),
  ]);
  const meetingOf = await meetingsOf(context, [...attendances, ...voted, ...shown]);
  const record: MemberExport = {
    member: resultOf(found).record as MemberRecord,
    history: own.filter(({ sk }) => sk.startsWith("HISTORY#")).map((item) => historyItem.parse(item)),
    attendances: attendances.map((item) => ({ ...attendees.schema.parse(item), meeting: meetingOf(item) })),
    exclusions: voted.flatMap((item) => exclusionsOf(item, id, meetingOf(item))),
    awards: honoured.map((item) => readAward(item).record),
    photos: shown.map((item) => ({ ...readPhoto(item).record, meeting: meetingOf(item) })),
    changes,
    exportedAt: context.now,
  };
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

type MeetingOf = (part: Item) => { id: string; title: string; date: string } | undefined;

const meetingsOf = async (context: RequestContext, parts: readonly Item[]): Promise<MeetingOf> => {
  const wanted = [...new Set(parts.map(({ pk }) => pk))].map((pk) => ({ ...keys.meeting(""), pk }));
  const items = await loadExisting(context.table, wanted);
  const byPk = new Map(items.map((item) => [item.pk, item]));
  return ({ pk }) => {
    const item = byPk.get(pk);
    // One that is being deleted says nothing of itself any more.
    if (!item || readTombstone(item)) return undefined;
    const { id, title, date } = readMeeting(item).record;
    return { id, title, date };
  };
};

const exclusionsOf = (item: Item, memberId: string, meeting: ReturnType<MeetingOf>) => {
  const { id: voteId, subject, base } = votes.schema.parse(item);
  return (base.exclusions ?? [])
    .filter((exclusion) => exclusion.memberId === memberId)
    .map(({ reason }) => ({ voteId, subject, reason, meeting }));
};

/** What changed of the member, each change with who did it and when, out of the root's log. */
const changesOf = async (context: RequestContext, id: string): Promise<MemberExport["changes"]> => {
  const { pk } = keys.change(keys.member(id), "");
  const all = await readAll(context.table, { partition: pk });
  const details = all.map(readChangeValues);
  const entries = await loadExisting(
    context.table,
    details.flatMap(({ numbers }) => (numbers[root] === undefined ? [] : [keys.feedEntry(root, numbers[root])])),
  );
  const byId = new Map(entries.map((item) => [String(item.id), readEntry(item)]));
  return details.map(({ id: changeId, changes = "[]" }) => {
    const entry = byId.get(changeId);
    const told = entry && { at: entry.at, type: auditTypeFor(null, entry), client: entry.client };
    return { id: changeId, ...told, changes: JSON.parse(changes) };
  });
};
