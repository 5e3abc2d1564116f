import { articleFollows } from "../articles/store.ts";
import { type FoundOrganisation, findOrganisation } from "../organisations/find.ts";
import { completeCitation } from "../shared/citation.ts";
import type { InputValidation } from "../shared/draft.ts";
import { checkIfMatch, type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { sameContent } from "../shared/same.ts";
import type { Outcome, RequestContext } from "../shared/work.ts";
import { keys } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { type FoundMeeting, requireWith } from "./find.ts";
import { inputOf } from "./input.ts";
import type { StoredMeeting } from "./items.ts";
import { dayOfMeeting, lacksStart, meetingFaults } from "./rules.ts";
import { type Meeting, type MeetingInput, meetingInput } from "./schema.ts";
import { meetingChanged, meetingMade } from "./store.ts";

/** A meeting to be changed, with the item of its article, which may follow. */
type Changing = FoundMeeting & { article: Item | undefined };

/** What a PATCH or PUT makes of the input that the record has now. */
export type Change = (current: Partial<MeetingInput>) => InputValidation<MeetingInput>;

export const findNamed = async (
  work: RequestContext,
  draft: InputValidation<MeetingInput>,
): Promise<FoundOrganisation | undefined> => {
  const { organisationId } = draft.value;
  return organisationId === undefined ? undefined : findOrganisation(work, organisationId);
};

const startPointers: readonly string[] = ["/startsAt", "/startsOn"];

const checkFields = (work: RequestContext, draft: InputValidation<MeetingInput>) => {
  draft.addErrors(meetingFaults(draft.value, work.today));
  if (!draft.errors.some(({ pointer }) => startPointers.includes(pointer))) draft.addErrors(lacksStart(draft.value));
};

/** The accepted input with what is read out of it and what it leaves to us. */
const completed = (input: MeetingInput): Omit<Meeting, "id" | "createdAt" | "updatedAt"> => {
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
export const createMeeting = async (work: RequestContext, draft: InputValidation<MeetingInput>): Promise<Outcome> =>
  makeMeeting(work, draft, await findNamed(work, draft));

/** Makes a meeting of an organisation that has been looked for. */
export const makeMeeting = async (
  work: RequestContext,
  draft: InputValidation<MeetingInput>,
  organisation: FoundOrganisation | undefined,
): Promise<Outcome> => {
  checkFields(work, draft);
  if (draft.value.organisationId !== undefined && !organisation) draft.addError("/organisationId", "unknown-reference");
  const input = draft.valueOrThrow();
  const { tree } = organisation ?? missing();
  const record = { ...completed(input), id: work.newId(tree.homeId), createdAt: work.now, updatedAt: work.now };
  return work.commit(meetingMade({ record, version: 1, home: tree.homeId }, tree), { record, version: 1, made: true });
};

const missing = (): never => {
  throw new TypeError("A meeting was accepted without its organisation");
};

/** Changes a meeting the caller sees. Throws 404, 428, 412, `invalid-input`, or 409 for an external id that is taken. */
export const updateMeeting = async (
  work: RequestContext,
  id: string,
  precondition: Precondition | undefined,
  change: Change,
): Promise<Outcome> => {
  // The organisation asked for is looked up beside the record: it stands in the patch, whatever the record says.
  const [{ meeting, items }, organisation] = await Promise.all([
    requireWith(work, id, [keys.article(id)]),
    findNamed(work, change({})),
  ]);
  requireIfMatch(precondition, meeting.version);
  const draft = change(inputOf(meetingInput, meeting.record));
  return changeMeeting(work, { ...meeting, article: items[0] }, draft, organisation);
};

/** Replaces a meeting that was found, as a PUT does. */
export const replaceMeeting = (
  work: RequestContext,
  found: Changing,
  precondition: Precondition | undefined,
  draft: InputValidation<MeetingInput>,
  organisation: FoundOrganisation | undefined,
): Promise<Outcome> => {
  checkIfMatch(precondition, found.version);
  return changeMeeting(work, found, draft, organisation);
};

const changeMeeting = async (
  work: RequestContext,
  found: Changing,
  draft: InputValidation<MeetingInput>,
  organisation: FoundOrganisation | undefined,
): Promise<Outcome> => {
  const { record, version, home, tree } = found;
  checkFields(work, draft);
  const { organisationId } = draft.value;
  if (organisationId !== undefined && organisationId !== record.organisationId) {
    if (!organisation) draft.addError("/organisationId", "unknown-reference");
    // The id of a meeting and of its photos tells the home, and guards of external ids stand in it.
    else if (organisation.home !== home) draft.addError("/organisationId", "misplaced-organisation");
  }
  const input = completed(draft.valueOrThrow());
  const { id, createdAt, updatedAt } = record;
  if (sameContent({ ...input, id, createdAt, updatedAt }, record)) return { record, version };
  const after: StoredMeeting = {
    record: { ...input, id, createdAt, updatedAt: work.now },
    version: version + 1,
    home,
  };
  // The organisation may have come to the home after its tree was read beside the meeting.
  const writes = [
    ...meetingChanged(found, after, organisation?.tree ?? tree),
    ...articleFollows(id, found.article, record, after.record),
  ];
  return work.commit(writes, { record: after.record, version: after.version });
};
