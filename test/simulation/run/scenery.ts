import { createHash } from "node:crypto";
import type { Known } from "../workload/known.ts";
import { bytesOf } from "../workload/photos.ts";
import type { Done } from "./setting.ts";

/** Two committees below a ministry, one with a department, with cells; and some of each kind that nothing hangs on. */
export const makeOrganisations = async (done: Done, known: Known): Promise<void> => {
  const make = async (list: string[], kind: string, name: string, parentId?: string): Promise<string> => {
    const body = { kind, name, ...(parentId ? { parentId } : {}) };
    const id = String((await done({ operation: "createOrganisation", body })).id);
    list.push(id);
    return id;
  };
  const { superiors, tenantIds, departments, cells } = known;
  const top = await make(superiors, "superior-committee", "Đảng bộ khối");
  const ministry = await make(superiors, "superior-committee", "Đảng bộ bộ", top);
  const tenantId = await make(tenantIds, "grassroots-committee", "Đảng bộ trường", ministry);
  const other = await make(tenantIds, "grassroots-committee", "Đảng bộ viện", ministry);
  const department = await make(departments, "departmental-committee", "Đảng bộ khoa", tenantId);
  await make(cells, "cell", "Chi bộ 1", tenantId);
  await make(cells, "cell", "Chi bộ 2", department);
  await make(cells, "cell", "Chi bộ 3", other);
  await make(tenantIds, "grassroots-committee", "Đảng bộ mới", ministry);
  await make(departments, "departmental-committee", "Đảng bộ bộ phận mới", tenantId);
  await make(cells, "cell", "Chi bộ mới 1", tenantId);
  await make(cells, "cell", "Chi bộ mới 2", department);
  const leaving = await make(superiors, "superior-committee", "Đảng bộ sắp giải thể", top);
  await make(tenantIds, "grassroots-committee", "Đảng bộ sắp chuyển", leaving);
};

/** Members, two public meetings that one of them chairs, in each a photo that is awaited, and of the first an article that is published. */
export const makeRecords = async (done: Done, known: Known): Promise<void> => {
  for (const [i, organisationId] of known.cells.slice(0, 3).entries()) {
    const body = { organisationId, fullName: `Đảng viên ${i}`, confirmed: true };
    known.members.push(String((await done({ operation: "createMember", body })).id));
  }
  for (const title of ["Tổng kết", "Chuyên đề"]) await makeMeeting(done, known, title);
  const params = { meetingId: known.meetings[0] ?? "" };
  const article = { headline: "Hội nghị tổng kết", author: "A", section: "Tin", body: "..." };
  await done({ operation: "putArticle", params, body: article });
  await done({ operation: "publishArticle", params });
  const body = {
    organisationId: known.tenantIds.at(-1),
    kind: "regular",
    title: "Cuối",
    startsOn: "2020-01-01",
    status: "held",
  };
  known.meetings.push(String((await done({ operation: "createMeeting", body })).id));
};

export const makeMeeting = async (done: Done, known: Known, title: string): Promise<string> => {
  const held = { kind: "review", startsOn: "2020-01-01", status: "held", visibility: "public" };
  const body = { organisationId: known.tenantIds[0], title, ...held };
  const meetingId = String((await done({ operation: "createMeeting", body })).id);
  known.meetings.push(meetingId);
  const params = { meetingId };
  const attendees = [{ memberId: known.members[0], roles: ["chair"] }];
  const { items } = await done({ operation: "addAttendees", params, body: { attendees } });
  for (const { id } of items as { id: string }[]) known.attendees.push({ meetingId, id });
  await makePhoto(done, known, meetingId);
  return meetingId;
};

const makePhoto = async (done: Done, known: Known, meetingId: string): Promise<void> => {
  const text = "một";
  const sha256 = createHash("sha256").update(bytesOf(text)).digest("hex");
  const body = { fileName: "anh.jpg", contentType: "image/jpeg", size: bytesOf(text).length, sha256 };
  const { photo, upload } = await done({ operation: "announcePhoto", params: { meetingId }, body });
  const { url } = upload as { url: string };
  const key = url.slice("https://storage.example/".length);
  known.photos.push({ id: (photo as { id: string }).id, meetingId, key, text });
};
