import type { Item, Key, Write } from "../table/write.ts";
import type { Meeting } from "./schema.ts";

/** Items of another area in the partition of a meeting. They are counted as parts and deleted with the meeting. */
export type MeetingDependent = {
  /** Beginning of their sort keys. */
  prefix: string;
  /** Writes that delete one of them with its meeting. */
  deleteWrites: (item: Item) => Write[];
  /**
   * For a dependent that is a single item and may be public: it is read with the meeting, rewritten with it, and deleted in
   * the transaction that deletes the meeting, also where other parts have to follow later.
   */
  follower?: {
    key: (meetingId: string) => Key;
    updateWrites: (item: Item | undefined, before: Meeting, after: Meeting) => Write[];
  };
};

/** All of them, as the wiring of the function passes them in: areas import meetings, not the other way round. */
export type MeetingDependents = readonly MeetingDependent[];
