import { deleteArticleWrites } from "../articles/items.ts";
import { nameMember, pointNoMore } from "../members/references.ts";
import { authorize } from "../organisations/access.ts";
import { readPhoto } from "../photos/items.ts";
import type { RequestContext } from "../records/request-context.ts";
import { retryOnConflict } from "../records/retry-on-conflict.ts";
import { type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { notFound } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { type Condition, deleteItem, type Item, keyOf, type Write } from "../table/write.ts";
import { limits } from "../vocabulary/limits.ts";
import { deleteMeetingWrites, readTombstone, tombstoneMeetingWrites } from "./items.ts";
import { attendees, votes } from "./parts.ts";
import { meetingAndTreeKeys, visibleMeeting } from "./reads.ts";

/** Sort keys of what `partAdded` counts. */
const countedForm = /^(?:AGENDA$|ARTICLE$|ATT#|DOC#|VOTE#|GUI#|PHO#)/;

/** Members that a part names, each of whom it has kept from being deleted. */
const namedBy = (item: Item): string[] => {
  if (item.sk.startsWith("ATT#")) return [attendees.schema.parse(item).memberId ?? []].flat();
  if (!item.sk.startsWith("VOTE#")) return [];
  return (votes.schema.parse(item).base.exclusions ?? []).map(({ memberId }) => memberId);
};

/** Members who are told of by a pointer to the part. */
const pointedFrom = (item: Item): string[] => {
  if (item.sk.startsWith("VOTE#")) return namedBy(item);
  if (!item.sk.startsWith("PHO#")) return [];
  return (readPhoto(item).record.peopleShown ?? []).flatMap(({ memberId }) => memberId ?? []);
};

/** Whom a photo shows may change: who points to it is known of the version that was read. */
const asRead = ({ sk, version }: Item): Condition =>
  sk.startsWith("PHO#")
    ? { expression: "version = :version", values: { ":version": version } }
    : { expression: "attribute_exists(pk)" };

/** The end of an item of a meeting, which must still stand: whom it names is let go of exactly once. */
const taken = (item: Item): Write[] =>
  isArticle(item)
    ? deleteArticleWrites(item)
    : [
        deleteItem(keyOf(item), asRead(item)),
        ...namedBy(item).map((memberId) => nameMember(memberId, -1)),
        ...pointedFrom(item).map((memberId) => pointNoMore(memberId, keyOf(item))),
      ];

const articleKey = keys.article("").sk;
const isArticle = ({ sk }: Item) => sk === articleKey;

/**
 * Deletes a meeting with its parts: in one transaction where they fit; else the meeting ends first, for every reader
 * and writer, and its parts go after it. A DELETE that was cut off there is finished by the next, which finds no meeting.
 * Throws 404, 428, 412, or 409 `in-use` while an award names the meeting.
 */
export const deleteMeeting = async (
  context: RequestContext,
  id: string,
  precondition: Precondition | undefined,
): Promise<undefined> => {
  const [[meta, hinted], { items, more }] = await Promise.all([
    context.table.getMany(meetingAndTreeKeys(id)),
    context.table.query({ partition: keys.meeting(id).pk }),
  ]);
  const gone = meta && readTombstone(meta);
  if (gone && (await authorize(context, gone.tenantId, gone.organisationId, hinted))) await takeParts(context, id);
  const found = await visibleMeeting(context, meta, hinted);
  if (!found) throw notFound();
  requireIfMatch(precondition, found.version);
  const parts = partsOf(id, items);
  const counted = parts.filter(({ sk }) => countedForm.test(sk)).length;
  const whole = [...deleteMeetingWrites(found, found.tree, counted), ...parts.flatMap(taken)];
  if (!more && whole.length < limits.transactionActions) {
    await context.commit(whole, { record: {} });
    return;
  }
  // The article leaves the lists of events with its meeting; it sorts before what may not have been read.
  const ended = [...tombstoneMeetingWrites(found, found.tree, context.now), ...parts.filter(isArticle).flatMap(taken)];
  await context.commit(ended, { record: {} });
  await takeParts(context, id);
};

const partsOf = (id: string, items: readonly Item[]) => {
  const own = [keys.meeting(id).sk, keys.meetingReferences(id).sk];
  return items.filter(({ sk }) => !own.includes(sk));
};

/** Takes away what is left of a meeting that has ended, a transaction at a time, and at last what stood for it. */
const takeParts = async (context: RequestContext, id: string): Promise<void> => {
  const takeSome = async (): Promise<boolean> => {
    const { items } = await context.table.query({ partition: keys.meeting(id).pk, limit: limits.transactionActions });
    const batch: Write[] = [];
    for (const writes of partsOf(id, items).map(taken))
      if (batch.length + writes.length <= limits.transactionActions) batch.push(...writes);
    if (batch.length > 0) await context.table.write(batch);
    return batch.length > 0;
  };
  // A photo may still be changed by who began before the meeting ended.
  while (await retryOnConflict(({ code }) => code === "write-conflict", takeSome));
  await context.table.write([deleteItem(keys.meeting(id), { expression: "attribute_exists(deletedAt)" })]);
};
