import { type Day, dayOf } from "../shared/days.ts";
import type { CounterDelta } from "../statistics/effects.ts";
import type { FieldError } from "../vocabulary/field-errors.ts";
import type { Meeting, MeetingInput } from "./schema.ts";

type Start = Pick<Partial<MeetingInput>, "startsAt" | "startsOn">;

/** The day of a meeting in Vietnam; undefined where nothing says it. */
export const dayOfMeeting = ({ startsAt, startsOn }: Start): Day | undefined =>
  startsAt === undefined ? startsOn : dayOf(Date.parse(startsAt));

/** What cannot be true of a meeting. */
export const meetingFaults = (meeting: Partial<MeetingInput>, today: Day): FieldError[] => {
  const { startsAt, startsOn, partOfDay, endsAt, status } = meeting;
  const faults: FieldError[] = [];
  if (startsAt !== undefined && startsOn !== undefined)
    faults.push({ pointer: "/startsOn", code: "exactly-one", values: { fields: "startsAt, startsOn" } });
  if (startsAt !== undefined && partOfDay !== undefined)
    faults.push({ pointer: "/partOfDay", code: "contradiction", values: { other: "startsAt" } });
  const day = dayOfMeeting(meeting);
  if (status === "held" && day !== undefined && day > today)
    faults.push({ pointer: startsAt === undefined ? "/startsOn" : "/startsAt", code: "in-the-future" });
  return [...faults, ...endFaults(endsAt, startsAt, startsOn)];
};

const endFaults = (
  endsAt: string | undefined,
  startsAt: string | undefined,
  startsOn: Day | undefined,
): FieldError[] => {
  if (endsAt === undefined) return [];
  if (startsAt !== undefined)
    return endsAt > startsAt ? [] : [{ pointer: "/endsAt", code: "before-other", values: { other: "startsAt" } }];
  if (startsOn === undefined || dayOf(Date.parse(endsAt)) >= startsOn) return [];
  return [{ pointer: "/endsAt", code: "before-other", values: { other: "startsOn" } }];
};

/** A meeting without a start. Apart from the others, since a start with a fault of its own is not there to look at. */
export const lacksStart = (meeting: Start): FieldError[] =>
  meeting.startsAt === undefined && meeting.startsOn === undefined
    ? [{ pointer: "/startsAt", code: "exactly-one", values: { fields: "startsAt, startsOn" } }]
    : [];

/** What a meeting counts in statistics: one held, from its day on. */
export const meetingEffects = ({ organisationId, status, date }: Meeting): CounterDelta[] =>
  status === "held" ? [{ organisationId, day: date, counter: "meetingsHeld", count: 1 }] : [];
