import { articleOfMeeting } from "../../lib/articles/follower.ts";
import type { MeetingDependents } from "../../lib/meetings/dependents.ts";
import { photosOfMeeting } from "../../lib/photos/writes.ts";

/** What other areas store with a meeting: it changes and is deleted with the meeting. */
export const dependents: MeetingDependents = [articleOfMeeting, photosOfMeeting];
