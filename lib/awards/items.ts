import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { addMeetingReference } from "../meetings/items.ts";
import { addAttendeeReference } from "../meetings/parts.ts";
import { addReference } from "../members/references.ts";
import { addOrganisationReference, expectPlacement, releaseOrganisation } from "../organisations/items.ts";
import { type StagedChange, stageWrites } from "../organisations/staged-changes.ts";
import { type CommitteeTree, chainOf, datedAncestors } from "../organisations/tree.ts";
import { externalIdGuards } from "../records/external-ids.ts";
import { refer } from "../records/kinds.ts";
import { type ReferenceChange, referenceCounters, totalReferences } from "../records/references.ts";
import type { Stored } from "../records/versions.ts";
import { type Conferrer, conferrers } from "../rules/award-authority.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { invalidInput, Problem } from "../shared/problem.ts";
import { itemFields } from "../shared/schema.ts";
import { identityOf } from "../shared/text.ts";
import { difference } from "../statistics/counters.ts";
import { tallyWrites } from "../statistics/tally.ts";
import { merged } from "../table/actions.ts";
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
import { limits } from "../vocabulary/limits.ts";
import { awardList } from "./ranges.ts";
import type { VisibleRecipient } from "./references.ts";
import { awardDeltas, countsOf } from "./rules.ts";
import { type Award, awardRecord, type Recipient } from "./schema.ts";

/** The stored fields of an award: without the derived ones, with the kind of organisation that confers it. */
const storedAward = z.omit(awardRecord, { counts: true, warnings: true });
const storedFields = { tenantId: z.string(), conferrer: z.enum(conferrers) };
const awardItem = z.object({ ...itemFields, ...storedFields });

export type StoredAward = Stored<Award> & { conferrer: Conferrer };

/** Awards sort by year, then by entry; lists are read from the end. */
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

/** Parses an item. Throws for a corrupt one. */
export const readAward = (item: Item): StoredAward => {
  const { version, tenantId, conferrer } = decodeStored(awardItem, item);
  return { record: withDerivedFields(decodeStored(storedAward, item)), version, tenantId, conferrer };
};

/** Adds the derived fields. Warnings depend on the records of the recipients, so lists have none. */
export const withDerivedFields = <T extends Pick<Award, "recipients">>(award: T) => ({
  ...award,
  counts: countsOf(award.recipients),
  warnings: [] as Award["warnings"],
});

/** Hash of the fields that make two awards the same for one recipient. */
const identityHash = ({ form, title, year, badgeYears, conferredBy }: Award) =>
  createHash("sha256")
    .update(JSON.stringify([form, identityOf(title), year, badgeYears ?? null, conferredBy]))
    .digest("base64url");

const recipientGuardKey = ({ memberId, organisationId = "" }: Recipient, hash: string): Key =>
  memberId === undefined ? keys.organisationAward(organisationId, hash) : keys.memberAward(memberId, hash);

const duplicate: OnConditionFailed = (old) =>
  new Problem("duplicate-award", { existing: old ? refer("award", String(old.id)) : undefined });

const unknownReference =
  (pointer: string): OnConditionFailed =>
  () =>
    invalidInput([{ pointer, code: "unknown-reference" }]);

const oneMore: ReferenceChange = { by: "award", count: 1 };

/** Counts references to the meeting of an award and to the attendees who presented it. */
const meetingReferenceWrites = ({ meetingId, recipients }: Award, count: 1 | -1): Write[] => {
  if (meetingId === undefined) return [];
  const presenters = recipients.map(({ presentedBy }) => presentedBy);
  const named = [...new Set(presenters.filter((id) => id !== undefined))].map((id) =>
    addAttendeeReference(
      { meetingId, id },
      { by: "award", count },
      unknownReference(`/recipients/${presenters.indexOf(id)}/presentedBy`),
    ),
  );
  return [addMeetingReference(meetingId, { by: "award", count }, unknownReference("/meetingId")), ...named];
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

/** Actions of a transaction, except for the stored response of a creation and the tombstone of a deletion. */
const actionsMaximum = limits.transactionActions - 2;

/**
 * The most attendees who can present an award to a number of recipients: two writes for each recipient, one for each presenter, and
 * at most ten others: the item, the meeting, its organisation, five external ids, and two that stage the counters.
 */
export const presentersMaximum = (recipients: number): number => actionsMaximum - 10 - 2 * recipients;

/** Creates an award. Where its counters do not fit the transaction, they are staged. */
export const createAwardWrites = (
  after: StoredAward,
  tree: CommitteeTree,
  recipients: ReadonlyMap<string, VisibleRecipient>,
): Write[] => {
  const { record } = after;
  const hash = identityHash(record);
  const deltas = awardDeltas(record);
  const writes = [
    insert(awardItemOf(after)),
    ...record.recipients.flatMap((recipient, i) => [
      recipientGuard(after, recipient, hash),
      recipientReference(recipient, i, recipients),
    ]),
    ...meetingReferenceWrites(record, 1),
    ...ownerReference(record, 1, tree),
    ...externalIdGuards("award", undefined, after),
  ];
  const counted = [...writes, ...tallyWrites(deltas, (id) => datedAncestors(tree, id))];
  return merged(counted).length <= actionsMaximum
    ? counted
    : [...writes, ...stageAward(tree, after, { deltas, releases: [] })];
};

const stageAward = (
  tree: CommitteeTree,
  { record, version }: StoredAward,
  change: Pick<StagedChange, "deltas" | "releases">,
): Write[] => stageWrites(tree.tenantId, `${record.id}#${version}`, { ...change, by: "award", deletions: [] });

/**
 * Counts the reference of an award to its organisation. Where that is a recipient too, the award is counted among its
 * dependents already.
 * @param tree requires the placement that was read
 */
const ownerReference = ({ organisationId, recipients }: Award, count: 1 | -1, tree?: CommitteeTree): Write[] => {
  const isRecipient = recipients.some((recipient) => recipient.organisationId === organisationId);
  const counters = isRecipient ? totalReferences(count) : referenceCounters({ by: "award", count });
  const [link] = tree ? chainOf(tree, organisationId) : [];
  return [add(keys.tally(organisationId), counters, link ? { expect: expectPlacement(link.placementVersion) } : {})];
};

const recipientReference = (
  { memberId, organisationId = "" }: Recipient,
  i: number,
  recipients: ReadonlyMap<string, VisibleRecipient>,
): Write => {
  if (memberId !== undefined) return addReference(memberId, oneMore, unknownReference(`/recipients/${i}/memberId`));
  const link = recipients.get(organisationId)?.link;
  if (!link) throw new TypeError(`Recipient ${i} has no placement`);
  return addOrganisationReference(link, oneMore);
};

/** Replaces an award within its tenant. */
export const updateAwardWrites = (before: StoredAward, after: StoredAward, tree: CommitteeTree): Write[] => {
  const [old, now] = [before.record, after.record];
  const moves = old.organisationId !== now.organisationId;
  return [
    replace(awardItemOf(after), before.version),
    ...(old.meetingId === now.meetingId ? [] : [...meetingReferenceWrites(old, -1), ...meetingReferenceWrites(now, 1)]),
    ...(moves ? [...ownerReference(now, 1, tree), ...ownerReference(old, -1)] : []),
    ...tallyWrites(difference(awardDeltas(old), awardDeltas(now)), (id) => datedAncestors(tree, id)),
    ...externalIdGuards("award", before, after),
  ];
};

/** Deletes an award, its guards, references and counters. Where the counters do not fit the transaction, they are staged. */
export const deleteAwardWrites = (before: StoredAward, tree: CommitteeTree): Write[] => {
  const { record, version } = before;
  const { organisationId } = record;
  const hash = identityHash(record);
  const deltas = difference(awardDeltas(record), []);
  const writes = [
    deleteAtVersion(keys.award(record.id), version),
    ...record.recipients.flatMap((recipient) => [
      deleteItem(recipientGuardKey(recipient, hash)),
      ...(recipient.memberId === undefined
        ? releaseOrganisation(recipient.organisationId, "award")
        : [addReference(recipient.memberId, { by: "award", count: -1 })]),
    ]),
    ...meetingReferenceWrites(record, -1),
    ...ownerReference(record, -1),
    ...externalIdGuards("award", before, undefined),
  ];
  const counted = [...writes, ...tallyWrites(deltas, (id) => datedAncestors(tree, id))];
  if (merged(counted).length <= actionsMaximum) return counted;
  // The organisation is released after its counters: one that is deleted before would not be counted down.
  const kept = add(keys.tally(organisationId), referenceCounters({ by: "award", count: 1 }));
  const staged = stageAward(tree, { ...before, version: version + 1 }, { deltas, releases: [organisationId] });
  return [...writes, kept, ...staged];
};
