import type { InputValidation } from "../shared/input-validation.ts";
import { invalidInput } from "../shared/problem.ts";
import type { Item, OnConditionFailed, Write } from "../table/write.ts";
import { nameAttendee } from "./store.ts";

/** Adds a fault where a part that a draft names was looked for in the meeting and not found. */
export const checkPart = (
  validation: InputValidation<object>,
  pointer: string,
  named: string | undefined,
  found: Item | undefined,
): void => {
  if (named !== undefined && !found) validation.addError(pointer, "unknown-reference");
};

const gone =
  (pointer: string): OnConditionFailed =>
  () =>
    invalidInput([{ pointer, code: "unknown-reference" }]);

/** The writes that follow when a part names an attendee it did not name before, or no longer names one. */
export const attendeeNamed = (
  meetingId: string,
  before: string | undefined,
  after: string | undefined,
  pointer: string,
): Write[] => {
  if (before === after) return [];
  return [
    ...(before === undefined ? [] : [nameAttendee(meetingId, before, -1)]),
    ...(after === undefined ? [] : [nameAttendee(meetingId, after, 1, gone(pointer))]),
  ];
};
