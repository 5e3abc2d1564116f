import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { addAttendeeReference, addMeetingReference } from "../meetings/items.ts";
import { nameMember } from "../members/references.ts";
import { referTo } from "../organisations/items.ts";
import { type CommitteeTree, chainOf, countedIn } from "../organisations/tree.ts";
import { externalIdWrites } from "../records/external-ids.ts";
import { refer } from "../records/kinds.ts";
import { conferrers } from "../rules/award-authority.ts";
import { invalidInput, Problem } from "../shared/problem.ts";
import { itemFields } from "../shared/schema.ts";
import { decodeStored } from "../shared/shape.ts";
import { difference } from "../statistics/counters.ts";
import { tallyWrites } from "../statistics/tally.ts";
import { keys, lists } from "../table/keys.ts";
import {
  add,
  deleteAtVersion,
  deleteItem,
  type Item,
  insert,
  type Key,
  type OnConditionFailed,
  replace,
  type Write,
} from "../table/write.ts";
import type { VisibleRecipient } from "./references.ts";
import { awardDeltas, awardWarnings, countsOf, type Language } from "./rules.ts";
import { type Award, type AwardInput, awardInput, awardRecord, type Recipient } from "./schema.ts";

/** The name of the lists that awards stand in. */
export const awardList = "award";

/** What the table keeps of an award: all but what follows from it. `conferrer` is what confers it, for the rules. */
const storedAward = z.omit(awardRecord, { counts: true, warnings: true });
const storedFields = { tenantId: z.string(), conferrer: z.enum(conferrers) };
const awardItem = z.object({ ...itemFields, ...storedFields });

/** An award with its version, the home it belongs to, and the kind of organisation that confers it. */
export type StoredAward = {
  record: Award;
  version: number;
  tenantId: string;
  conferrer: z.output<typeof awardItem>["conferrer"];
};

/** Newest first is by year, then by entry; read from the end. */
export const awardSort = ({ id, year }: Pick<Award, "id" | "year">) => `${year}#${id}`;

export const awardItemOf = ({ record, version, tenantId, conferrer }: StoredAward): Item => ({
  ...keys.award(record.id),
  ...decodeStored(storedAward, record),
  version,
  tenantId,
  conferrer,
  inTenant: lists.inTenant(tenantId, awardList),
  inUnit: lists.inUnit(record.organisationId, awardList),
  ...(record.meetingId ? { inGroup: lists.ofMeeting(record.meetingId, awardList) } : {}),
  sort: awardSort(record),
});

/** Reads an item, its warnings in a language; throws where it is not what we write. */
export const readAward = (item: Item, language: Language = "en"): StoredAward => {
  const { version, tenantId, conferrer } = decodeStored(awardItem, item);
  return { record: completed(decodeStored(storedAward, item), conferrer, language), version, tenantId, conferrer };
};

/** The record with what follows from it: how many were honoured, and what the rules find unusual. */
export const completed = (
  award: Omit<Award, "counts" | "warnings">,
  conferrer: StoredAward["conferrer"],
  language: Language,
): Award => ({
  ...award,
  counts: countsOf(award.recipients),
  warnings: awardWarnings(award, conferrer, language),
});

const inputNames = Object.keys(awardInput.shape);

/** The record as a caller would have sent it: what a merge patch is applied to. */
export const inputOf = (record: Award): AwardInput =>
  Object.fromEntries(Object.entries(record).filter(([name]) => inputNames.includes(name))) as AwardInput;

/** What makes two awards the same, whoever recorded them. */
const hashOf = ({ form, title, year, badgeYears, conferredBy }: Award) =>
  createHash("sha256")
    .update(JSON.stringify([form, title, year, badgeYears ?? null, conferredBy]))
    .digest("base64url");

const recipientGuardKey = ({ memberId, organisationId = "" }: Recipient, hash: string): Key =>
  memberId === undefined ? keys.organisationAward(organisationId, hash) : keys.memberAward(memberId, hash);

const duplicate: OnConditionFailed = (old) =>
  new Problem("duplicate-award", { existing: old ? refer("award", String(old.id)) : undefined });

const unknownReference =
  (pointer: string): OnConditionFailed =>
  () =>
    invalidInput([{ pointer, code: "unknown-reference" }]);

const externalIdOwner = ({ record, tenantId }: StoredAward) => ({
  owner: { kind: "award", id: record.id, scope: tenantId } as const,
  ids: record.externalIds,
});

/** The meeting of an award and those who presented it there: what is named stays. */
const meetingReferenceWrites = ({ meetingId, recipients }: Award, count: 1 | -1): Write[] => {
  if (meetingId === undefined) return [];
  const presenters = recipients.map(({ presentedBy }) => presentedBy);
  const named = [...new Set(presenters.filter((id) => id !== undefined))].map((id) =>
    addAttendeeReference(meetingId, id, count, unknownReference(`/recipients/${presenters.indexOf(id)}/presentedBy`)),
  );
  return [addMeetingReference(meetingId, count, unknownReference("/meetingId")), ...named];
};

const recipientGuard = ({ record, tenantId }: StoredAward, recipient: Recipient, hash: string): Write => {
  const { id, organisationId } = record;
  return insert(
    {
      ...recipientGuardKey(recipient, hash),
      id,
      tenantId,
      organisationId,
      inGroup:
        recipient.memberId === undefined
          ? lists.ofRecipient("organisation", recipient.organisationId ?? "")
          : lists.ofRecipient("member", recipient.memberId),
      sort: awardSort(record),
    },
    duplicate,
  );
};

/**
 * The writes that make an award: at most 1 for it, 2 for each of 40 recipients, 9 tallies, 5 external ids and the
 * meeting. With the idempotency record that is 97 of a transaction's 100: room for three who present, for more where
 * the rest is less, for fewer in a cell that has moved between departments, which all count it.
 */
export const createAwardWrites = (
  after: StoredAward,
  tree: CommitteeTree,
  seen: ReadonlyMap<string, VisibleRecipient>,
): Write[] => {
  const { record } = after;
  const hash = hashOf(record);
  return [
    insert(awardItemOf(after)),
    ...record.recipients.flatMap((recipient, i) => [
      recipientGuard(after, recipient, hash),
      recipientReference(recipient, i, seen),
    ]),
    ...meetingReferenceWrites(record, 1),
    ...chainOf(tree, record.organisationId)
      .slice(0, 1)
      .map((link) => referTo(link, 1)),
    ...tallyWrites(awardDeltas(record), (id) => countedIn(tree, id)),
    ...externalIdWrites(undefined, externalIdOwner(after)),
  ];
};

const recipientReference = (
  { memberId, organisationId = "" }: Recipient,
  i: number,
  seen: ReadonlyMap<string, VisibleRecipient>,
): Write => {
  if (memberId !== undefined) return nameMember(memberId, 1, unknownReference(`/recipients/${i}/memberId`));
  const link = seen.get(organisationId)?.link;
  if (!link) throw new TypeError(`Recipient ${i} has no place`);
  return referTo(link, 1);
};

/** The writes that change what may change of an award; it stays in its home. */
export const updateAwardWrites = (before: StoredAward, after: StoredAward, tree: CommitteeTree): Write[] => {
  const [old, now] = [before.record, after.record];
  const moves = old.organisationId !== now.organisationId;
  const [link] = chainOf(tree, now.organisationId);
  return [
    replace(awardItemOf(after), before.version),
    ...(old.meetingId === now.meetingId ? [] : [...meetingReferenceWrites(old, -1), ...meetingReferenceWrites(now, 1)]),
    ...(moves && link ? [referTo(link, 1), add(keys.tally(old.organisationId), { refs: -1 })] : []),
    ...tallyWrites(difference(awardDeltas(old), awardDeltas(now)), (id) => countedIn(tree, id)),
    ...externalIdWrites(externalIdOwner(before), externalIdOwner(after)),
  ];
};

/** The writes that take an award back out of the record and of all figures. */
export const deleteAwardWrites = (before: StoredAward, tree: CommitteeTree): Write[] => {
  const { record, version } = before;
  const hash = hashOf(record);
  return [
    deleteAtVersion(keys.award(record.id), version),
    ...record.recipients.flatMap((recipient) => [
      deleteItem(recipientGuardKey(recipient, hash)),
      recipient.memberId === undefined
        ? add(keys.tally(recipient.organisationId ?? ""), { refs: -1 })
        : nameMember(recipient.memberId, -1),
    ]),
    ...meetingReferenceWrites(record, -1),
    add(keys.tally(record.organisationId), { refs: -1 }),
    ...tallyWrites(difference(awardDeltas(record), []), (id) => countedIn(tree, id)),
    ...externalIdWrites(externalIdOwner(before), undefined),
  ];
};
