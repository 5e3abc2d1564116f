import { awardInput } from "../../../lib/awards/schema.ts";
import { createAward } from "../../../lib/awards/write.ts";
import { addHistoryEntry } from "../../../lib/members/history.ts";
import { historyInput } from "../../../lib/members/history-schema.ts";
import { memberInput } from "../../../lib/members/schema.ts";
import { createMember } from "../../../lib/members/write.ts";
import { organisationInput } from "../../../lib/organisations/schema.ts";
import { createOrganisation } from "../../../lib/organisations/write.ts";
import { validateInput } from "../../../lib/shared/draft.ts";
import type { Outcome, RequestContext } from "../../../lib/shared/work.ts";
import type { PlannedCommittee, PlannedMember } from "../nation/committee.ts";
import { recordMeetings } from "./record-meetings.ts";

/** Ids of what was recorded of a committee, in the order in which it was drawn. */
export type RecordedCommittee = { committeeId: string; cellIds: string[]; memberIds: string[] };

const idOf = ({ record }: Outcome) => String((record as { id: unknown }).id);

const recordOrganisation = async (context: RequestContext, input: object): Promise<string> =>
  idOf(await createOrganisation(context, validateInput(organisationInput, input)));

/** Records a superior below another, or at the top. Gives its id. */
export const recordSuperior = (context: RequestContext, name: string, parentId: string | undefined): Promise<string> =>
  recordOrganisation(context, { kind: "superior-committee", name, ...(parentId === undefined ? {} : { parentId }) });

/** Records a committee through the use cases of requests, in the order in which an office would. */
export const recordCommittee = async (
  begin: () => RequestContext,
  planned: PlannedCommittee,
  parentId: string,
): Promise<RecordedCommittee> => {
  const externalIds = (of: string) => ({ personnel: `${planned.number}-${of}` });
  const committeeId = await recordOrganisation(begin(), {
    kind: "grassroots-committee",
    name: planned.name,
    parentId,
    externalIds: externalIds("committee"),
  });
  const departmentIds: string[] = [];
  for (const { name } of planned.departments)
    departmentIds.push(
      await recordOrganisation(begin(), { kind: "departmental-committee", name, parentId: committeeId }),
    );
  const cellIds: string[] = [];
  for (const [i, { name, parent }] of planned.cells.entries()) {
    const below = parent === undefined ? committeeId : departmentIds[parent];
    const input = { kind: "cell", name, parentId: below, externalIds: externalIds(`cell-${i}`) };
    cellIds.push(await recordOrganisation(begin(), input));
  }
  const memberIds: string[] = [];
  for (const member of planned.members)
    memberIds.push(await recordMember(begin, member, { committeeId, cellIds }, externalIds(member.number)));
  await recordMeetings(begin, planned, { committeeId, memberIds });
  await recordAwards(begin, planned, { committeeId, cellIds, memberIds });
  return { committeeId, cellIds, memberIds };
};

type Places = Pick<RecordedCommittee, "committeeId" | "cellIds">;

const recordMember = async (
  begin: () => RequestContext,
  { history, cell, number, ...life }: PlannedMember,
  { committeeId, cellIds }: Places,
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
    await addHistoryEntry(begin(), id, validateInput(historyInput, entry));
  }
  return id;
};

const recordAwards = async (
  begin: () => RequestContext,
  { awards }: PlannedCommittee,
  { committeeId, cellIds, memberIds }: RecordedCommittee,
): Promise<void> => {
  for (const { year, title, cells, members } of awards) {
    const recipients = [
      ...cells.map((cell) => ({ organisationId: cellIds[cell] })),
      ...members.map((member) => ({ memberId: memberIds[member] })),
    ];
    const input = { organisationId: committeeId, form: "certificate-of-merit", title, year, recipients };
    await createAward(begin(), validateInput(awardInput, input), "vi");
  }
};
