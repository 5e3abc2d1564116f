import { createRequestContext } from "../../../functions/shared/request-context.ts";
import { awardInput } from "../../../lib/awards/schema.ts";
import { createAward } from "../../../lib/awards/writes.ts";
import { addAttendees } from "../../../lib/meetings/attendees.ts";
import { guidancePoints } from "../../../lib/meetings/guidance.ts";
import { attendeesInput, guidanceInput } from "../../../lib/meetings/part-schemas.ts";
import { addPart } from "../../../lib/meetings/parts.ts";
import { meetingInput } from "../../../lib/meetings/schema.ts";
import { voteInput } from "../../../lib/meetings/vote-schema.ts";
import { addVote } from "../../../lib/meetings/votes.ts";
import { createMeeting } from "../../../lib/meetings/writes.ts";
import { addHistoryEntry } from "../../../lib/members/history.ts";
import { historyInput, memberInput } from "../../../lib/members/schema.ts";
import { createMember } from "../../../lib/members/writes.ts";
import { organisationInput } from "../../../lib/organisations/schema.ts";
import { createOrganisation } from "../../../lib/organisations/writes.ts";
import { createExternalIdHash } from "../../../lib/records/erased-ids.ts";
import type { RequestContext, Result } from "../../../lib/records/request-context.ts";
import { createIds, type NewId } from "../../../lib/shared/ids.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import type { TableClient } from "../../../lib/table/client.ts";
import { createCursors } from "../../../lib/table/cursor.ts";
import { createTable } from "../../../lib/table/table.ts";
import type { Command, MemoryEngine } from "../../../test/support/memory-engine/engine.ts";
import { rootCaller } from "../../../test/support/world.ts";
import { partialRandom } from "../../support/draw.ts";
import type { PlannedAward, PlannedCommittee, PlannedMeeting, PlannedMember } from "../nation/committee.ts";

/** The day on which a nation is recorded, after everything that was drawn. */
export const recordedOn = "2024-01-15";
const recordedAt = Date.parse(`${recordedOn}T03:00:00Z`);

/** The memory engine behind the interface of the table client. */
export const clientOf = (engine: MemoryEngine): TableClient =>
  ({ send: async (command: Command) => engine.send(command) }) as unknown as TableClient;

/**
 * Request contexts that record one part of a nation in a table in memory. Ids and tokens follow from the seed and the
 * part; every part has a millisecond of its own, so that ids are unique.
 */
export const contextsOn = (engine: MemoryEngine, seed: number, part: number): (() => RequestContext) => {
  const random = partialRandom(seed ^ 0x2c1b3c6d, part);
  const clock = () => recordedAt + part;
  const newId: NewId = createIds(clock, random.bytes);
  let writes = 0;
  const newToken = () => `scale-${part}-${writes++}`;
  const dependencies = {
    table: createTable(clientOf(engine), "memory", newToken),
    clock,
    newId,
    cursors: createCursors("a secret of the tests"),
    hashExternalId: createExternalIdHash(() => "a secret of the tests"),
  };
  return () => createRequestContext(dependencies, rootCaller, undefined).context;
};

/** Ids of the records of a committee, in the order of its plan. */
export type RecordedCommittee = { committeeId: string; cellIds: string[]; memberIds: string[] };

const idOf = ({ record }: Result) => String((record as { id: unknown }).id);

const recordOrganisation = async (context: RequestContext, input: object): Promise<string> =>
  idOf(await createOrganisation(context, validateInput(organisationInput, input)));

/** Records a superior below another or at the top. Returns its id. */
export const recordSuperior = (context: RequestContext, name: string, parentId: string | undefined): Promise<string> =>
  recordOrganisation(context, { kind: "superior-committee", name, ...(parentId === undefined ? {} : { parentId }) });

/** Records a committee by the use cases of requests, in the order of an office. */
export const recordCommittee = async (
  begin: () => RequestContext,
  planned: PlannedCommittee,
  parentId: string,
): Promise<RecordedCommittee> => {
  const organisation = (kind: string, input: object) => recordOrganisation(begin(), { kind, ...input });
  const externalIds = (of: string) => ({ personnel: `${planned.number}-${of}` });
  const own = { name: planned.name, parentId, externalIds: externalIds("committee") };
  const committeeId = await organisation("grassroots-committee", own);
  const departmentIds: string[] = [];
  for (const { name } of planned.departments)
    departmentIds.push(await organisation("departmental-committee", { name, parentId: committeeId }));
  const cellIds: string[] = [];
  for (const [i, { name, parent }] of planned.cells.entries()) {
    const below = parent === undefined ? committeeId : departmentIds[parent];
    cellIds.push(await organisation("cell", { name, parentId: below, externalIds: externalIds(`cell-${i}`) }));
  }
  const memberIds: string[] = [];
  for (const member of planned.members)
    memberIds.push(await recordMember(begin, member, { committeeId, cellIds }, externalIds(member.number)));
  const recorded = { committeeId, cellIds, memberIds };
  for (const meeting of planned.meetings) await recordMeeting(begin, meeting, recorded);
  for (const award of planned.awards) await recordAward(begin, award, recorded);
  return recorded;
};

const recordMember = async (
  begin: () => RequestContext,
  { history, cell, number, ...life }: PlannedMember,
  { committeeId, cellIds }: Pick<RecordedCommittee, "committeeId" | "cellIds">,
  externalIds: object,
): Promise<string> => {
  const isSecretary = number === "000001";
  const input = {
    ...life,
    organisationId: cellIds[cell],
    memberNumber: number,
    externalIds,
    ...(isSecretary ? { positions: [{ organisationId: committeeId, role: "secretary" }] } : {}),
  };
  const id = idOf(await createMember(begin(), validateInput(memberInput, input)));
  for (const { cell: to, ...event } of history) {
    const entry = { ...event, ...(to === undefined ? {} : { organisationId: cellIds[to] }) };
    await addHistoryEntry(begin(), id, { precondition: undefined, validation: validateInput(historyInput, entry) });
  }
  return id;
};

const recordAward = async (
  begin: () => RequestContext,
  { year, title, cells, members }: PlannedAward,
  { committeeId, cellIds, memberIds }: RecordedCommittee,
): Promise<void> => {
  const recipients = [
    ...cells.map((cell) => ({ organisationId: cellIds[cell] })),
    ...members.map((member) => ({ memberId: memberIds[member] })),
  ];
  const input = { organisationId: committeeId, form: "certificate-of-merit", title, year, recipients };
  await createAward(begin(), validateInput(awardInput, input), "vi");
};

/** Records a meeting; of a review conference also attendees, the vote and guidance. */
const recordMeeting = async (
  begin: () => RequestContext,
  { on, isReview, attendees: attending }: PlannedMeeting,
  { committeeId, memberIds }: RecordedCommittee,
): Promise<void> => {
  const about = isReview
    ? { kind: "review", title: "Hội nghị tổng kết năm 2023" }
    : { kind: "regular", title: "Hội nghị thường kỳ" };
  const input = { organisationId: committeeId, ...about, startsOn: on, status: "held" };
  const meetingId = idOf(await createMeeting(begin(), validateInput(meetingInput, input)));
  if (!isReview) return;
  const attendees = attending.map((member) => ({ memberId: memberIds[member], roles: ["participant"] }));
  if (attendees.length > 0)
    await addAttendees(begin(), meetingId, { validation: validateInput(attendeesInput, { attendees }) });
  const count = memberIds.length;
  const vote = { subject: "Thông qua báo cáo tổng kết", base: { count }, for: count, against: 0, abstain: 0 };
  await addVote(begin(), meetingId, { validation: validateInput(voteInput, vote) });
  const guidance = { number: 1, text: "Tiếp tục thực hiện Nghị quyết số 21-NQ/TW ngày 16-6-2022" };
  await addPart(begin(), guidancePoints, { meetingId, validation: validateInput(guidanceInput, guidance) });
};
