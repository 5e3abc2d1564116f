import { attendeesInput } from "../../../lib/meetings/attendee-schema.ts";
import { addAttendees } from "../../../lib/meetings/attendees.ts";
import { addGuidance } from "../../../lib/meetings/guidance.ts";
import { guidanceInput } from "../../../lib/meetings/guidance-schema.ts";
import { meetingInput } from "../../../lib/meetings/schema.ts";
import { voteInput } from "../../../lib/meetings/vote-schema.ts";
import { addVote } from "../../../lib/meetings/votes.ts";
import { createMeeting } from "../../../lib/meetings/write.ts";
import { validateInput } from "../../../lib/shared/draft.ts";
import type { RequestContext } from "../../../lib/shared/work.ts";
import type { PlannedCommittee, PlannedMeeting } from "../nation/committee.ts";

type Place = { committeeId: string; memberIds: readonly string[] };

/** Records a committee's meetings; of its review conference who came, the vote and what the superior said. */
export const recordMeetings = async (
  begin: () => RequestContext,
  { meetings }: PlannedCommittee,
  place: Place,
): Promise<void> => {
  for (const { on, isReview, attendees } of meetings) {
    const input = {
      organisationId: place.committeeId,
      kind: isReview ? "review" : "regular",
      title: isReview ? "Hội nghị tổng kết năm 2023" : "Hội nghị thường kỳ",
      startsOn: on,
      status: "held",
    };
    const { record } = await createMeeting(begin(), validateInput(meetingInput, input));
    if (isReview) await recordParts(begin, String((record as { id: string }).id), attendees, place);
  }
};

const recordParts = async (
  begin: () => RequestContext,
  meetingId: string,
  attending: PlannedMeeting["attendees"],
  { memberIds }: Place,
): Promise<void> => {
  const attendees = attending.map((member) => ({ memberId: memberIds[member], roles: ["participant"] }));
  if (attendees.length > 0) await addAttendees(begin(), meetingId, validateInput(attendeesInput, { attendees }));
  const count = memberIds.length;
  const vote = { subject: "Thông qua báo cáo tổng kết", base: { count }, for: count, against: 0, abstain: 0 };
  await addVote(begin(), meetingId, validateInput(voteInput, vote));
  const guidance = { number: 1, text: "Tiếp tục thực hiện Nghị quyết số 21-NQ/TW ngày 16-6-2022" };
  await addGuidance(begin(), meetingId, validateInput(guidanceInput, guidance));
};
