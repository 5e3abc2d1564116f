import type { Attributes } from "../../support/memory-engine/values.ts";
import { carefully } from "../callers/careful.ts";
import type { Plan } from "../callers/plan.ts";
import { type Known, nothingKnown } from "../workload/known.ts";
import { settle } from "./act.ts";
import { emptyStory } from "./open.ts";

/** What every run begins with: two committees below a ministry, with cells, members, meetings and a client. */
export type Setting = { items: readonly Attributes[]; known: Known };

const seed = 1;

let made: Promise<Setting> | undefined;

/** The setting, made once through the API itself. */
export const theSetting = (): Promise<Setting> => {
  made ??= make();
  return made;
};

const make = async (): Promise<Setting> => {
  const known = nothingKnown();
  const story = emptyStory(seed, { items: [], known });
  const { network, ledger, engine } = story;
  const done = async (plan: Plan): Promise<string> => {
    let id = "";
    const learn = (record: Record<string, unknown>) => {
      id = String(record.id ?? (record.items as { id: string }[])[0]?.id);
    };
    let isOver = false;
    void carefully({ network, ledger, caller: "setting" }, { ...plan, keyed: true, learn }).then(() => {
      isOver = true;
    });
    await network.scheduler.runUntil(() => isOver);
    if (id === "") throw new Error(`The setting was refused: ${ledger.at(-1)?.answer?.body}`);
    return id;
  };
  const organisation = (kind: string, name: string, parentId?: string) =>
    done({ operation: "createOrganisation", body: { kind, name, ...(parentId ? { parentId } : {}) } });
  const top = await organisation("superior-committee", "Đảng bộ khối");
  const ministry = await organisation("superior-committee", "Đảng bộ bộ", top);
  const home = await organisation("grassroots-committee", "Đảng bộ trường", ministry);
  const other = await organisation("grassroots-committee", "Đảng bộ viện", ministry);
  const department = await organisation("departmental-committee", "Đảng bộ khoa", home);
  const cells = [
    await organisation("cell", "Chi bộ 1", home),
    await organisation("cell", "Chi bộ 2", department),
    await organisation("cell", "Chi bộ 3", other),
  ];
  known.superiors.push(top, ministry);
  known.homes.push(home, other);
  known.departments.push(department);
  known.cells.push(...cells);
  for (const [i, organisationId] of [cells[0], cells[1], cells[2]].entries()) {
    const body = { organisationId, fullName: `Đảng viên ${i}`, confirmed: true };
    known.members.push(await done({ operation: "createMember", body }));
  }
  const held = { kind: "review", startsOn: "2020-01-01", status: "held", visibility: "public" };
  for (const title of ["Tổng kết", "Chuyên đề"]) {
    const body = { organisationId: home, title, ...held };
    const meetingId = await done({ operation: "createMeeting", body });
    known.meetings.push(meetingId);
    const attendees = [{ memberId: known.members[0], roles: ["chair"] }];
    const id = await done({ operation: "addAttendees", params: { meetingId }, body: { attendees } });
    known.attendees.push({ meetingId, id });
  }
  await settle(story);
  return { items: [...engine.items()], known };
};
