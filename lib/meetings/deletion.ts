import { addReference } from "../members/references.ts";
import { authorize } from "../organisations/access.ts";
import type { RequestContext } from "../records/request-context.ts";
import { isWriteConflict, retryOnConflict } from "../records/retry-on-conflict.ts";
import { type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { notFound } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { deleteItem, type Item, keyOf, type Write } from "../table/write.ts";
import { limits } from "../vocabulary/limits.ts";
import { attendees } from "./attendees.ts";
import type { MeetingDependents } from "./dependents.ts";
import { deleteMeetingWrites, readTombstone, tombstoneMeetingWrites } from "./items.ts";
import { meetingAndTreeKeys, visibleMeeting } from "./reads.ts";
import { releaseExcluded, votes } from "./votes.ts";

/** Sort keys of the parts that `incrementPartCount` counts, except for those of dependents. */
const ownPrefixes = ["AGENDA", "ATT#", "DOC#", "VOTE#", "GUI#"];
const exists = { expression: "attribute_exists(pk)" };

/** Writes that delete an item of the meeting's own: it must exist, so that its references are counted down exactly once. */
const deleteOwnWrites = (item: Item): Write[] => {
  const deletion = deleteItem(keyOf(item), exists);
  if (item.sk.startsWith("ATT#")) {
    const { memberId } = attendees.schema.parse(item);
    return [deletion, ...(memberId === undefined ? [] : [addReference(memberId, { by: "attendee", count: -1 })])];
  }
  if (!item.sk.startsWith("VOTE#")) return [deletion];
  return [deletion, ...releaseExcluded(votes.schema.parse(item), keyOf(item))];
};

const dependentOf = (dependents: MeetingDependents, { sk }: Item) =>
  dependents.find(({ prefix }) => sk.startsWith(prefix));

const deleteItemWrites = (dependents: MeetingDependents, item: Item): Write[] =>
  (dependentOf(dependents, item)?.deleteWrites ?? deleteOwnWrites)(item);

/**
 * Deletes a meeting with its parts: in one transaction where they fit. Otherwise a tombstone replaces the meeting, so that
 * no request finds it, and its parts are deleted after it; the next DELETE completes an interrupted one and returns 404.
 * Throws 404, 428, 412, or 409 `in-use` while an award refers to the meeting.
 */
export const deleteMeeting = async (
  context: RequestContext,
  id: string,
  { precondition, dependents }: { precondition: Precondition | undefined; dependents: MeetingDependents },
): Promise<undefined> => {
  const [[meta, hinted], { items, more }] = await Promise.all([
    context.table.getMany(meetingAndTreeKeys(id)),
    context.table.query({ partition: keys.meeting(id).pk }),
  ]);
  const deleted = meta && readTombstone(meta);
  if (deleted && (await authorize(context, deleted.tenantId, deleted.organisationId, hinted)))
    await deleteRemainingParts(context, id, dependents);
  const found = await visibleMeeting(context, meta, hinted);
  if (!found) throw notFound();
  requireIfMatch(precondition, found.version);
  const parts = partsOf(id, items);
  const deletionOf = (item: Item) => deleteItemWrites(dependents, item);
  const prefixes = [...ownPrefixes, ...dependents.map(({ prefix }) => prefix)];
  const counted = parts.filter(({ sk }) => prefixes.some((prefix) => sk.startsWith(prefix))).length;
  const inOne = [...deleteMeetingWrites(found, found.tree, counted), ...parts.flatMap(deletionOf)];
  if (!more && inOne.length < limits.transactionActions) {
    await context.commit(inOne, { record: {} });
    return;
  }
  // A public follower leaves its lists with the meeting. It sorts before the items that may not have been read.
  const followers = parts.filter((item) => dependentOf(dependents, item)?.follower);
  const first = [...tombstoneMeetingWrites(found, found.tree, context.now), ...followers.flatMap(deletionOf)];
  await context.commit(first, { record: {} });
  await deleteRemainingParts(context, id, dependents);
};

const partsOf = (id: string, items: readonly Item[]) => {
  const own = [keys.meeting(id).sk, keys.meetingReferences(id).sk, keys.calendarEntry(id).sk];
  return items.filter(({ sk }) => !own.includes(sk));
};

/** Deletes what is left of a deleted meeting, one transaction at a time, and its tombstone last. */
const deleteRemainingParts = async (
  context: RequestContext,
  id: string,
  dependents: MeetingDependents,
): Promise<void> => {
  const deleteSome = async (): Promise<boolean> => {
    const { items } = await context.table.query({ partition: keys.meeting(id).pk, limit: limits.transactionActions });
    const batch: Write[] = [];
    for (const writes of partsOf(id, items).map((item) => deleteItemWrites(dependents, item)))
      if (batch.length + writes.length <= limits.transactionActions) batch.push(...writes);
    if (batch.length > 0) await context.table.write(batch);
    return batch.length > 0;
  };
  // A request that began before the meeting was deleted may still change a photo.
  while (await retryOnConflict(isWriteConflict, deleteSome));
  await context.table.write([deleteItem(keys.meeting(id), { expression: "attribute_exists(deletedAt)" })]);
};
