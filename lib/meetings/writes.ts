import { followMeetingWrites } from "../articles/items.ts";
import { type FoundOrganisation, findOrganisation } from "../organisations/reads.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { completeCitation } from "../shared/citation.ts";
import { type External, withExternalId } from "../shared/external.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { inputOf } from "../shared/merge-patch.ts";
import { checkIfMatch, type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { sameContent } from "../shared/same.ts";
import { keys } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { createMeetingWrites, type StoredMeeting, updateMeetingWrites } from "./items.ts";
import { loadMeetingWithTreeAnd, type MeetingWithTree, requireMeetingWithTreeAnd } from "./reads.ts";
import { dayOfMeeting, meetingErrors, missingStartErrors } from "./rules.ts";
import { type Meeting, type MeetingInput, meetingInput } from "./schema.ts";

/** A meeting to be changed, with the item of its article, which may follow. */
type MeetingToUpdate = MeetingWithTree & { article: Item | undefined };

/** What a PATCH or PUT makes of the input that the record has now. */
export type Change = (current: Partial<MeetingInput>) => InputValidation<MeetingInput>;

export const loadNamedOrganisation = async (
  context: RequestContext,
  validation: InputValidation<MeetingInput>,
): Promise<FoundOrganisation | undefined> => {
  const { organisationId } = validation.value;
  return organisationId === undefined ? undefined : findOrganisation(context, organisationId);
};

const startPointers: readonly string[] = ["/startsAt", "/startsOn"];

const checkFields = (context: RequestContext, validation: InputValidation<MeetingInput>) => {
  validation.addErrors(meetingErrors(validation.value, context.today));
  if (!validation.errors.some(({ pointer }) => startPointers.includes(pointer)))
    validation.addErrors(missingStartErrors(validation.value));
};

/** The accepted input with what is read out of it and what it leaves to us. */
const completeInput = (input: MeetingInput): Omit<Meeting, "id" | "createdAt" | "updatedAt"> => {
  const { references, ...fields } = input;
  return {
    ...fields,
    status: input.status ?? "planned",
    visibility: input.visibility ?? "internal",
    date: dayOfMeeting(input) ?? "",
    ...(references ? { references: references.map(completeCitation) } : {}),
  };
};

/** Makes a meeting. Throws `invalid-input`, or 409 for an external id that is taken. */
export const createMeeting = async (
  context: RequestContext,
  validation: InputValidation<MeetingInput>,
): Promise<Result> => createMeetingIn(context, validation, await loadNamedOrganisation(context, validation));

/** Makes a meeting of an organisation that has been looked for. */
export const createMeetingIn = async (
  context: RequestContext,
  validation: InputValidation<MeetingInput>,
  organisation: FoundOrganisation | undefined,
): Promise<Result> => {
  checkFields(context, validation);
  if (validation.value.organisationId !== undefined && !organisation)
    validation.addError("/organisationId", "unknown-reference");
  const input = validation.valueOrThrow();
  const { tree } = organisation ?? missing();
  const record = {
    ...completeInput(input),
    id: context.newId(tree.tenantId),
    createdAt: context.now,
    updatedAt: context.now,
  };
  return context.commit(createMeetingWrites({ record, version: 1, tenantId: tree.tenantId }, tree), {
    record,
    version: 1,
    created: true,
  });
};

const missing = (): never => {
  throw new TypeError("A meeting was accepted without its organisation");
};

/** Changes a meeting the caller sees. Throws 404, 428, 412, `invalid-input`, or 409 for an external id that is taken. */
export const updateMeeting = async (
  context: RequestContext,
  id: string,
  precondition: Precondition | undefined,
  change: Change,
): Promise<Result> => {
  // The organisation asked for is looked up beside the record: it stands in the patch, whatever the record says.
  const [{ meeting, items }, organisation] = await Promise.all([
    requireMeetingWithTreeAnd(context, id, [keys.article(id)]),
    loadNamedOrganisation(context, change({})),
  ]);
  requireIfMatch(precondition, meeting.version);
  const validation = change(inputOf(meetingInput, meeting.record));
  return saveMeeting(context, { ...meeting, article: items[0] }, validation, organisation);
};

/** Replaces a meeting that was found, as a PUT does. */
export const replaceMeeting = (
  context: RequestContext,
  found: MeetingToUpdate,
  precondition: Precondition | undefined,
  validation: InputValidation<MeetingInput>,
  organisation: FoundOrganisation | undefined,
): Promise<Result> => {
  checkIfMatch(precondition, found.version);
  return saveMeeting(context, found, validation, organisation);
};

const saveMeeting = async (
  context: RequestContext,
  found: MeetingToUpdate,
  validation: InputValidation<MeetingInput>,
  organisation: FoundOrganisation | undefined,
): Promise<Result> => {
  const { record, version, tenantId, tree } = found;
  checkFields(context, validation);
  const { organisationId } = validation.value;
  if (organisationId !== undefined && organisationId !== record.organisationId) {
    if (!organisation) validation.addError("/organisationId", "unknown-reference");
    // The id of a meeting and of its photos tells the home, and guards of external ids stand in it.
    else if (organisation.tenantId !== tenantId) validation.addError("/organisationId", "misplaced-organisation");
  }
  const input = completeInput(validation.valueOrThrow());
  const { id, createdAt, updatedAt } = record;
  if (sameContent({ ...input, id, createdAt, updatedAt }, record)) return { record, version };
  const after: StoredMeeting = {
    record: { ...input, id, createdAt, updatedAt: context.now },
    version: version + 1,
    tenantId,
  };
  // The organisation may have come to the home after its tree was read beside the meeting.
  const writes = [
    ...updateMeetingWrites(found, after, organisation?.tree ?? tree),
    ...followMeetingWrites(id, found.article, record, after.record),
  ];
  return context.commit(writes, { record: after.record, version: after.version });
};

/**
 * The meeting of an external id, made or replaced: guard and organisation are read first, then the meeting, then all is
 * written. The organisation says which home the external id belongs to. Throws 404 for what can be no external id,
 * `invalid-input`, 412, 409.
 */
export const putMeetingByExternalId = async (
  context: RequestContext,
  external: External,
  precondition: Precondition | undefined,
  body: InputValidation<MeetingInput>,
): Promise<Result> => {
  const validation = withExternalId(body, external);
  const { organisationId } = validation.value;
  const hinted = organisationId === undefined ? undefined : tenantIdFromId(organisationId);
  const guardIn = (tenantId: string) =>
    context.table.get(keys.externalId(tenantId, "meeting", external.source, external.externalId));
  const [organisation, hintedGuard] = await Promise.all([
    loadNamedOrganisation(context, validation),
    hinted === undefined ? undefined : guardIn(hinted),
  ]);
  const guard = organisation && organisation.tenantId !== hinted ? await guardIn(organisation.tenantId) : hintedGuard;
  if (!guard || !organisation) {
    checkIfMatch(precondition, undefined);
    return createMeetingIn(context, validation, organisation);
  }
  const id = String(guard.id);
  const found = await loadMeetingWithTreeAnd(context, id, [keys.article(id)]);
  if (!found) throw new Problem("duplicate-external-id");
  return replaceMeeting(context, { ...found.meeting, article: found.items[0] }, precondition, validation, organisation);
};
