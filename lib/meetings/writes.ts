import { isActiveOn, lifeSpanIn } from "../organisations/life-span.ts";
import { loadOrganisationWithTree } from "../organisations/reads.ts";
import type { CommitteeTree, OrganisationWithTree } from "../organisations/tree.ts";
import { patchedInput, type RecordUpdate } from "../records/conditional-writes.ts";
import { type UpsertRequest, upsertByExternalId } from "../records/external-ids.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { firstVersion, nextVersion, resultOf } from "../records/versions.ts";
import { completeCitation } from "../shared/citation.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import type { Item } from "../table/write.ts";
import { checkAttendance } from "./attendees.ts";
import type { MeetingDependents } from "./dependents.ts";
import { createMeetingWrites, type StoredMeeting, updateMeetingWrites } from "./items.ts";
import { loadMeetingWithTreeAnd, type MeetingWithTree, requireMeetingWithTreeAnd } from "./reads.ts";
import { dayOfMeeting, meetingErrors, missingStartErrors } from "./rules.ts";
import { type MeetingInput, meetingInput } from "./schema.ts";

/** A meeting with the items that are rewritten with it. */
type MeetingToUpdate = MeetingWithTree & { followers: readonly (Item | undefined)[] };

const followersOf = (dependents: MeetingDependents) => dependents.flatMap(({ follower }) => follower ?? []);
const followerKeys = (dependents: MeetingDependents, id: string) => followersOf(dependents).map(({ key }) => key(id));

const loadNamedOrganisation = async (
  context: RequestContext,
  { value: { organisationId } }: InputValidation<MeetingInput>,
): Promise<OrganisationWithTree | undefined> =>
  organisationId === undefined ? undefined : loadOrganisationWithTree(context, organisationId);

const startPointers: readonly string[] = ["/startsAt", "/startsOn"];

const checkFields = (context: RequestContext, validation: InputValidation<MeetingInput>) => {
  validation.addErrors(meetingErrors(validation.value, context.today));
  if (!validation.errors.some(({ pointer }) => startPointers.includes(pointer)))
    validation.addErrors(missingStartErrors(validation.value));
};

/** Adds an error where the organisation does not exist on the day of the meeting; one that was cancelled did not take place. */
const checkLifeSpan = (validation: InputValidation<MeetingInput>, tree: CommitteeTree, organisationId: string) => {
  const { startsAt, status } = validation.value;
  if (status !== "cancelled" && !isActiveOn(lifeSpanIn(tree, organisationId), dayOfMeeting(validation.value)))
    validation.addError(startsAt === undefined ? "/startsOn" : "/startsAt", "outside-life-span");
};

/** The accepted input with its defaults and derived fields. */
const completeInput = ({ references, ...fields }: MeetingInput) => ({
  ...fields,
  status: fields.status ?? ("planned" as const),
  date: dayOfMeeting(fields) ?? "",
  ...(references ? { references: references.map(completeCitation) } : {}),
});

/** Creates a meeting. Throws `invalid-input`, or 409 for an external id that is taken. */
export const createMeeting = async (
  context: RequestContext,
  validation: InputValidation<MeetingInput>,
): Promise<Result> => createMeetingIn(context, validation, await loadNamedOrganisation(context, validation));

const createMeetingIn = async (
  context: RequestContext,
  validation: InputValidation<MeetingInput>,
  organisation: OrganisationWithTree | undefined,
): Promise<Result> => {
  checkFields(context, validation);
  if (validation.value.organisationId !== undefined && !organisation)
    validation.addError("/organisationId", "unknown-reference");
  if (organisation) checkLifeSpan(validation, organisation.tree, organisation.record.id);
  const input = validation.valueOrThrow();
  if (!organisation) throw new TypeError("A meeting was accepted without its organisation");
  const { tree } = organisation;
  const meeting = firstVersion(context, tree.tenantId, completeInput(input));
  return context.commit(createMeetingWrites(meeting, tree), { ...resultOf(meeting), created: true });
};

/**
 * Updates a meeting that the caller sees. A new day takes two more reads, of the members who attend. Throws 404, 428, 412,
 * `invalid-input`, or 409 for an external id that is taken, and `in-use` for a change that the votes of the meeting exclude.
 */
export const updateMeeting = async (
  context: RequestContext,
  id: string,
  { dependents, ...update }: RecordUpdate<MeetingInput> & { dependents: MeetingDependents },
): Promise<Result> => {
  // The organisation that the patch names is loaded in parallel with the record.
  const [{ meeting, items }, organisation] = await Promise.all([
    requireMeetingWithTreeAnd(context, id, followerKeys(dependents, id)),
    loadNamedOrganisation(context, update.change({})),
  ]);
  const validation = patchedInput(meetingInput, meeting, update);
  return saveMeeting(context, { ...meeting, followers: items }, { validation, organisation, dependents });
};

/** Creates or replaces the meeting of an external id, which is unique in the tenant of the organisation. */
export const putMeetingByExternalId = (
  context: RequestContext,
  request: UpsertRequest<MeetingInput>,
  dependents: MeetingDependents,
): Promise<Result> =>
  upsertByExternalId(context, "meeting", request, {
    hintedScope: ({ organisationId }) => (organisationId === undefined ? undefined : tenantIdFromId(organisationId)),
    load: (validation) => loadNamedOrganisation(context, validation),
    scopeOf: (organisation) => organisation?.tenantId,
    find: async (id): Promise<MeetingToUpdate | undefined> => {
      const found = await loadMeetingWithTreeAnd(context, id, followerKeys(dependents, id));
      return found && { ...found.meeting, followers: found.items };
    },
    create: (validation, organisation) => createMeetingIn(context, validation, organisation),
    replace: (found, validation, organisation) => saveMeeting(context, found, { validation, organisation, dependents }),
  });

/** Adds the errors of another organisation. The life span of one that the caller does not see must not show that it exists. */
const checkNewOrganisation = (
  validation: InputValidation<MeetingInput>,
  { tenantId }: StoredMeeting,
  organisation: OrganisationWithTree | undefined,
) => {
  if (!organisation) return validation.addError("/organisationId", "unknown-reference");
  // The ids of a meeting and its photos contain the tenant, and so do the guards of its external ids.
  if (organisation.tenantId !== tenantId) validation.addError("/organisationId", "misplaced-organisation");
  checkLifeSpan(validation, organisation.tree, organisation.record.id);
};

type Replacement = {
  validation: InputValidation<MeetingInput>;
  organisation: OrganisationWithTree | undefined;
  dependents: MeetingDependents;
};

const saveMeeting = async (
  context: RequestContext,
  before: MeetingToUpdate,
  { validation, organisation, dependents }: Replacement,
): Promise<Result> => {
  const { record, tree, followers } = before;
  checkFields(context, validation);
  const { organisationId } = validation.value;
  const day = dayOfMeeting(validation.value);
  const isMoved = day !== undefined && day !== record.date;
  const isReopened = record.status === "cancelled" && validation.value.status !== "cancelled";
  if (organisationId !== undefined && organisationId !== record.organisationId)
    checkNewOrganisation(validation, before, organisation);
  else if (isMoved || isReopened) checkLifeSpan(validation, tree, record.organisationId);
  const attendance = isMoved ? await checkAttendance(context, validation, { id: record.id, day }) : () => [];
  const after = nextVersion(context, before, completeInput(validation.valueOrThrow()));
  if (!after) return resultOf(before);
  // The organisation may have moved into the tenant after the tree was read with the meeting.
  const writes = [
    ...updateMeetingWrites(before, after, organisation?.tree ?? tree),
    ...attendance(),
    ...followersOf(dependents).flatMap(({ updateWrites }, i) => updateWrites(followers[i], record, after.record)),
  ];
  return context.commit(writes, resultOf(after));
};
