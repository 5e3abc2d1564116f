import { completeCitation } from "../shared/citation.ts";
import { keys, lists } from "../table/keys.ts";
import { type Guidance, type GuidanceInput, guidanceInput, guidanceRecord } from "./part-schemas.ts";
import type { EditablePartKind } from "./parts.ts";

const numberDigits = 4;

/** Points of guidance, listed by their numbers. The keys do not contain the numbers, which may change. */
export const guidancePoints: EditablePartKind<GuidanceInput, Guidance> = {
  name: "guidance",
  key: keys.guidance,
  range: (meetingId) => ({ index: "byGroup", partition: lists.ofMeeting(meetingId, "guidance") }),
  schema: guidanceRecord,
  listAttributes: (meetingId, { number, id }) => ({
    inGroup: lists.ofMeeting(meetingId, "guidance"),
    sort: `${String(number).padStart(numberDigits, "0")}#${id}`,
  }),
  input: guidanceInput,
  attendeeField: "attendeeId",
  complete: ({ references, ...fields }) => ({
    ...fields,
    ...(references ? { references: references.map(completeCitation) } : {}),
  }),
};
