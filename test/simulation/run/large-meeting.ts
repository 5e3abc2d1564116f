import type { Known } from "../workload/known.ts";
import { makeMeeting } from "./scenery.ts";
import type { Done } from "./setting.ts";

const guestsAtOnce = 45;

/** A meeting with one of everything and so many guests that it does not go in one transaction; all that is known. */
export const makeLargeMeeting = async (done: Done, known: Known): Promise<void> => {
  for (const list of [known.meetings, known.attendees, known.photos]) list.length = 0;
  const meetingId = await makeMeeting(done, known, "Đại hội");
  const params = { meetingId };
  const guests = Array.from({ length: guestsAtOnce }, (_, i) => ({
    guest: { fullName: `Khách ${i}` },
    roles: ["guest"],
  }));
  for (let i = 0; i < 2; i++) await done({ operation: "addAttendees", params, body: { attendees: guests } });
  const attendees = known.members.slice(1).map((memberId) => ({ memberId, roles: ["participant"] }));
  await done({ operation: "addAttendees", params, body: { attendees } });
  const document = await done({ operation: "addDocument", params, body: { kind: "report", title: "Báo cáo" } });
  known.documents.push({ meetingId, id: String(document.id) });
  const exclusions = [{ memberId: known.members[0], reason: "vắng" }];
  const vote = { subject: "Thông qua", base: { count: 3, exclusions }, for: 3, against: 0, abstain: 0 };
  await done({ operation: "addVote", params, body: vote });
  await done({ operation: "addGuidance", params, body: { number: 1, text: "Làm tốt" } });
  await done({ operation: "putAgenda", params, body: { items: [{ number: 1, title: "Khai mạc" }] } });
  const article = { headline: "Đại hội", author: "A", section: "Tin", body: "..." };
  await done({ operation: "putArticle", params, body: article });
};
