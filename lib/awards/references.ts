import { getMeetingAnd } from "../meetings/reads.ts";
import { readMember } from "../members/items.ts";
import { isSeen } from "../members/reads.ts";
import { loadCommitteeTree } from "../organisations/access.ts";
import { readOrganisation } from "../organisations/items.ts";
import { type FoundOrganisation, findOrganisation, isVisibleTo } from "../organisations/reads.ts";
import { type CommitteeTree, chainOf, isFormerDescendantOf, isInSubtree } from "../organisations/tree.ts";
import type { RequestContext } from "../records/request-context.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import type { AncestorRef } from "../statistics/tally.ts";
import { keys } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { mayConfer, recipientId } from "./rules.ts";
import type { AwardInput, Recipient } from "./schema.ts";

/** A recipient the caller sees: the tree of its home, and where an organisation stands in it. */
export type VisibleRecipient = { tree: CommitteeTree; link: AncestorRef | undefined };

/** The recipients the caller sees, by id: all in one round trip, with the homes their ids hint at. */
export const loadRecipients = async (
  context: RequestContext,
  recipients: readonly Recipient[],
): Promise<ReadonlyMap<string, VisibleRecipient>> => {
  if (recipients.length === 0) return new Map();
  const items = await context.table.getMany([
    ...recipients.map(({ memberId, organisationId }) =>
      memberId === undefined ? keys.organisation(organisationId ?? "") : keys.member(memberId),
    ),
    ...recipients.map((recipient) => keys.tree(tenantIdFromId(recipientId(recipient)))),
  ]);
  const found = await Promise.all(
    recipients.map(async (recipient, i): Promise<[string, VisibleRecipient][]> => {
      const seen = await seenAs(context, recipient, items[i], items[recipients.length + i]);
      return seen ? [[recipientId(recipient), seen]] : [];
    }),
  );
  return new Map(found.flat());
};

const seenAs = async (
  context: RequestContext,
  recipient: Recipient,
  item: Item | undefined,
  hinted: Item | undefined,
) => {
  if (!item) return undefined;
  if (recipient.memberId !== undefined) {
    const stored = readMember(item);
    const tree = await loadCommitteeTree(context, stored.tenantId, hinted);
    return tree && isSeen(context, stored, tree) ? { tree, link: undefined } : undefined;
  }
  const { record, tenantId } = readOrganisation(item);
  const tree = await loadCommitteeTree(context, tenantId, hinted);
  const [link] = tree ? chainOf(tree, record.id) : [];
  return tree && isInSubtree(context.caller, tree, record.id) && isVisibleTo(context.caller, record)
    ? { tree, link }
    : undefined;
};

/** An award is for those in its home; a superior's also for all below, or that were before they moved. */
export const belongsTo = (tenantId: string, { tree }: VisibleRecipient) =>
  tree.tenantId === tenantId || isFormerDescendantOf(tree, tenantId);

/** What an award's input names and the caller sees. */
export type References = {
  organisation: FoundOrganisation | undefined;
  isMeetingVisible: boolean;
  /** Attendees of the meeting among those who present. */
  attendees: ReadonlySet<string>;
  recipients: ReadonlyMap<string, VisibleRecipient>;
};

const findAttendees = async (context: RequestContext, { meetingId, recipients = [] }: Partial<AwardInput>) => {
  const presenters = [...new Set(recipients.flatMap(({ presentedBy }) => presentedBy ?? []))];
  if (meetingId === undefined || presenters.length === 0) return new Set<string>();
  const items = await context.table.getMany(presenters.map((id) => keys.attendee(meetingId, id)));
  return new Set(presenters.filter((_, i) => items[i] !== undefined));
};

/** Reads all that an award names, in one wave. */
export const loadReferences = async (context: RequestContext, input: Partial<AwardInput>): Promise<References> => {
  const [organisation, meeting, attendees, recipients] = await Promise.all([
    input.organisationId === undefined ? undefined : findOrganisation(context, input.organisationId),
    input.meetingId === undefined ? undefined : getMeetingAnd(context, input.meetingId, []),
    findAttendees(context, input),
    loadRecipients(context, input.recipients ?? []),
  ]);
  return { organisation, isMeetingVisible: meeting !== undefined, attendees, recipients };
};

/** Adds what is wrong with what a new award names. */
export const checkReferences = (validation: InputValidation<AwardInput>, references: References): void => {
  const { organisationId, conferredBy, meetingId, recipients = [] } = validation.value;
  const { organisation } = references;
  if (organisationId !== undefined && !organisation) validation.addError("/organisationId", "unknown-reference");
  if (organisation && conferredBy !== undefined && !mayConfer(organisation.tree, conferredBy, organisation.record.id))
    validation.addError("/conferredBy", "unknown-reference");
  if (meetingId !== undefined && !references.isMeetingVisible) validation.addError("/meetingId", "unknown-reference");
  recipients.forEach((recipient, i) => {
    const field = recipient.memberId === undefined ? "organisationId" : "memberId";
    const seen = references.recipients.get(recipientId(recipient));
    if (!seen) validation.addError(`/recipients/${i}/${field}`, "unknown-reference");
    else if (organisation && !belongsTo(organisation.tenantId, seen))
      validation.addError(`/recipients/${i}/${field}`, "contradiction", { other: "organisationId" });
    const { presentedBy } = recipient;
    if (presentedBy !== undefined && meetingId !== undefined && !references.attendees.has(presentedBy))
      validation.addError(`/recipients/${i}/presentedBy`, "unknown-reference");
  });
};
