import { memberLookupKeys, visibleMembers } from "../meetings/member-lookup.ts";
import { getMeetingAnd } from "../meetings/reads.ts";
import { timelineOf } from "../members/items.ts";
import type { MemberDetails } from "../members/schema.ts";
import { loadCommitteeTree } from "../organisations/access.ts";
import { readOrganisation } from "../organisations/items.ts";
import { hiddenOrganisations, isVisibleTo, loadOrganisationWithTree } from "../organisations/reads.ts";
import {
  type CommitteeTree,
  chainOf,
  isFormerDescendantOf,
  isInSubtree,
  type OrganisationWithTree,
} from "../organisations/tree.ts";
import type { RequestContext } from "../records/request-context.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import type { InputValidation, ValidParts } from "../shared/input-validation.ts";
import type { AncestorRef } from "../statistics/tally.ts";
import { keys } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { mayConfer, recipientId } from "./rules.ts";
import { type AwardInput, type Recipient, recipientsMaximum } from "./schema.ts";
import type { RecipientMember } from "./warnings.ts";

/** A recipient that the caller sees: the tree of its tenant, and an organisation's own reference in it. */
export type VisibleRecipient = {
  tree: CommitteeTree;
  link: AncestorRef | undefined;
  member?: MemberDetails | undefined;
};

/** A recipient as far as it is valid. */
type Named = Partial<Recipient>;

/** The recipients that the caller sees, by id. One round trip. */
const loadRecipients = async (
  context: RequestContext,
  recipients: readonly Named[],
): Promise<ReadonlyMap<string, VisibleRecipient>> => {
  if (recipients.length === 0) return new Map();
  const memberIds = recipients.flatMap(({ memberId }) => memberId ?? []);
  const organisationIds = recipients.flatMap(({ memberId, organisationId }) =>
    memberId === undefined ? (organisationId ?? []) : [],
  );
  const memberKeys = memberLookupKeys(memberIds);
  const items = await context.table.getMany([
    ...memberKeys,
    ...organisationIds.map(keys.organisation),
    ...organisationIds.map((id) => keys.tree(tenantIdFromId(id))),
  ]);
  const [organisations, trees] = [
    items.slice(memberKeys.length),
    items.slice(memberKeys.length + organisationIds.length),
  ];
  const members = await visibleMembers(context, memberIds, items);
  const found = await Promise.all(
    organisationIds.map((_, i) => visibleOrganisation(context, organisations[i], trees[i])),
  );
  return new Map<string, VisibleRecipient>([
    ...[...members].map(([id, { tree, record }]) => [id, { tree, link: undefined, member: record }] as const),
    ...organisationIds.flatMap((id, i) => (found[i] ? [[id, found[i]] as const] : [])),
  ]);
};

const visibleOrganisation = async (context: RequestContext, item: Item | undefined, hinted: Item | undefined) => {
  if (!item) return undefined;
  const { record, tenantId } = readOrganisation(item);
  const tree = await loadCommitteeTree(context, tenantId, hinted);
  const [link] = tree ? chainOf(tree, record.id) : [];
  return tree && isInSubtree(context.caller, tree, record.id) && isVisibleTo(context.caller, record)
    ? { tree, link }
    : undefined;
};

/** The recipients of an award for its warnings: the members whom the caller sees. One round trip. */
export const loadRecipientMembers = async (
  context: RequestContext,
  recipients: readonly Recipient[],
): Promise<ReadonlyMap<string, RecipientMember>> => {
  const ids = recipients.flatMap(({ memberId }) => memberId ?? []);
  if (ids.length === 0) return new Map();
  const found = await visibleMembers(context, ids, await context.table.getMany(memberLookupKeys(ids)));
  return new Map([...found].map(([id, { record }]) => [id, warnedMember(record)]));
};

const warnedMember = (member: MemberDetails): RecipientMember => ({
  fullName: member.fullName,
  admittedOn: member.admittedOn,
  timeline: timelineOf(member),
});

/** The same of recipients that were loaded with the references of an award. */
export const recipientMembers = ({ recipients }: References): ReadonlyMap<string, RecipientMember> =>
  new Map([...recipients].flatMap(([id, { member }]) => (member ? [[id, warnedMember(member)] as const] : [])));

/** Recipients belong to the tenant of the award, or to one that is or was below it. */
const belongsTo = (tenantId: string, { tree }: VisibleRecipient) =>
  tree.tenantId === tenantId || isFormerDescendantOf(tree, tenantId);

/** The records that the input of an award refers to, as far as the caller sees them. */
export type References = {
  organisation: OrganisationWithTree | undefined;
  isMeetingVisible: boolean;
  /** Whether the organisation that confers the award is hidden from the caller. */
  isConferrerHidden: boolean;
  /** Ids of presenters who attend the meeting; none where the caller does not see it. */
  attendees: ReadonlySet<string>;
  recipients: ReadonlyMap<string, VisibleRecipient>;
};

const findAttendees = async (context: RequestContext, { meetingId, recipients = [] }: ValidParts<AwardInput>) => {
  const presenters = [...new Set(recipients.flatMap((recipient) => recipient?.presentedBy ?? []))];
  if (meetingId === undefined || presenters.length === 0) return new Set<string>();
  const items = await context.table.getMany(presenters.map((id) => keys.attendee(meetingId, id)));
  return new Set(presenters.filter((_, i) => items[i] !== undefined));
};

/** Loads all references of an award in parallel. */
export const loadReferences = async (context: RequestContext, input: ValidParts<AwardInput>): Promise<References> => {
  const recipients = (input.recipients ?? []).flatMap((recipient) => recipient ?? []).slice(0, recipientsMaximum);
  const [organisation, meeting, hidden, attendees, visible] = await Promise.all([
    input.organisationId === undefined ? undefined : loadOrganisationWithTree(context, input.organisationId),
    input.meetingId === undefined ? undefined : getMeetingAnd(context, input.meetingId, []),
    hiddenOrganisations(context, [input.conferredBy]),
    findAttendees(context, input),
    loadRecipients(context, recipients),
  ]);
  return {
    organisation,
    isMeetingVisible: meeting !== undefined,
    isConferrerHidden: hidden.size > 0,
    attendees: meeting ? attendees : new Set(),
    recipients: visible,
  };
};

/** Adds the errors of the references of a new award. */
export const checkReferences = (validation: InputValidation<AwardInput>, references: References): void => {
  const { organisationId, conferredBy, meetingId } = validation.value;
  const { organisation } = references;
  if (organisationId !== undefined && !organisation) validation.addError("/organisationId", "unknown-reference");
  if (organisation && conferredBy !== undefined) {
    const isKnown = !references.isConferrerHidden && mayConfer(organisation.tree, conferredBy, organisation.record.id);
    if (!isKnown) validation.addError("/conferredBy", "unknown-reference");
  }
  if (meetingId !== undefined && !references.isMeetingVisible) validation.addError("/meetingId", "unknown-reference");
  validation.valid.recipients?.slice(0, recipientsMaximum).forEach((recipient = {}, i) => {
    const field = recipient.memberId === undefined ? "organisationId" : "memberId";
    const found = references.recipients.get(recipientId(recipient));
    if (recipientId(recipient) === "") return;
    if (!found) validation.addError(`/recipients/${i}/${field}`, "unknown-reference");
    else if (organisation && !belongsTo(organisation.tenantId, found))
      validation.addError(`/recipients/${i}/${field}`, "contradiction", { other: "organisationId" });
    const { presentedBy } = recipient;
    if (presentedBy !== undefined && meetingId !== undefined && !references.attendees.has(presentedBy))
      validation.addError(`/recipients/${i}/presentedBy`, "unknown-reference");
  });
};
