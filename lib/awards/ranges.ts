import { lists } from "../table/keys.ts";
import type { Range } from "../table/range.ts";

/** Name of the lists of awards. */
export const awardList = "award";

/** The awards of a meeting. */
export const awardsOfMeeting = (meetingId: string): Range => ({
  index: "byGroup",
  partition: lists.ofMeeting(meetingId, awardList),
});
