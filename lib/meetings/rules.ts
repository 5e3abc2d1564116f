import { type Day, dayOf, vietnamTimeOf } from "../shared/days.ts";
import type { ValidParts } from "../shared/input-validation.ts";
import type { CounterDelta } from "../statistics/counters.ts";
import type { FieldError } from "../vocabulary/field-errors.ts";
import type { AgendaInput, AttendeeInput } from "./part-schemas.ts";
import type { Meeting, MeetingInput } from "./schema.ts";
import type { Vote, VoteInput } from "./vote-schema.ts";

type Start = Pick<Partial<MeetingInput>, "startsAt" | "startsOn">;

/** The day of a meeting in Vietnam; undefined without a start. */
export const dayOfMeeting = ({ startsAt, startsOn }: Start): Day | undefined =>
  startsAt === undefined ? startsOn : dayOf(Date.parse(startsAt));

/** Errors of a meeting by its own fields. */
export const meetingErrors = (meeting: Partial<MeetingInput>, today: Day): FieldError[] => {
  const { startsAt, startsOn, partOfDay, status } = meeting;
  const errors: FieldError[] = [];
  if (startsAt !== undefined && startsOn !== undefined)
    errors.push({ pointer: "/startsOn", code: "exactly-one", values: { fields: "startsAt, startsOn" } });
  if (startsAt !== undefined && partOfDay !== undefined)
    errors.push({ pointer: "/partOfDay", code: "contradiction", values: { other: "startsAt" } });
  const day = dayOfMeeting(meeting);
  if (status === "held" && day !== undefined && day > today)
    errors.push({ pointer: startsAt === undefined ? "/startsOn" : "/startsAt", code: "in-the-future" });
  return [...errors, ...endErrors(meeting), ...partOfDayErrors(meeting)];
};

/** When a part of the day begins at the earliest. */
const beginnings: Record<NonNullable<MeetingInput["partOfDay"]>, string> = {
  day: "00:00",
  morning: "00:00",
  afternoon: "12:00",
  evening: "18:00",
};

/** Error of an end before the part of the day in which the meeting starts. */
const partOfDayErrors = ({ startsOn, partOfDay, endsAt }: Partial<MeetingInput>): FieldError[] => {
  if (startsOn === undefined || partOfDay === undefined || endsAt === undefined) return [];
  const isSameDay = dayOf(Date.parse(endsAt)) === startsOn;
  return isSameDay && vietnamTimeOf(endsAt) <= `${beginnings[partOfDay]}:00.000`
    ? [{ pointer: "/endsAt", code: "contradiction", values: { other: "partOfDay" } }]
    : [];
};

const endErrors = ({ endsAt, startsAt, startsOn }: Partial<MeetingInput>): FieldError[] => {
  if (endsAt === undefined) return [];
  if (startsAt !== undefined)
    return endsAt > startsAt ? [] : [{ pointer: "/endsAt", code: "before-other", values: { other: "startsAt" } }];
  if (startsOn === undefined || dayOf(Date.parse(endsAt)) >= startsOn) return [];
  return [{ pointer: "/endsAt", code: "before-other", values: { other: "startsOn" } }];
};

/** Error of a meeting without a start. Separate from the others, since an invalid start is missing from the parsed input too. */
export const missingStartErrors = (meeting: Start): FieldError[] =>
  meeting.startsAt === undefined && meeting.startsOn === undefined
    ? [{ pointer: "/startsAt", code: "exactly-one", values: { fields: "startsAt, startsOn" } }]
    : [];

/** Counter deltas of a meeting: one that was held, on its day. */
export const meetingDeltas = ({ organisationId, status, date }: Meeting): CounterDelta[] =>
  status === "held" ? [{ organisationId, day: date, counter: "meetingsHeld", count: 1 }] : [];

/** Indexes of values that equal an earlier one. */
const repeated = <T>(values: readonly (T | undefined)[]): number[] =>
  values.flatMap((value, i) => (value !== undefined && values.indexOf(value) < i ? [i] : []));

const duplicate = (pointer: string): FieldError => ({ pointer, code: "duplicate" });

/** Errors of an agenda: two items with one number. */
export const agendaErrors = (items: NonNullable<ValidParts<AgendaInput>["items"]>): FieldError[] =>
  repeated(items.map((item) => item?.number)).map((i) => duplicate(`/items/${i}/number`));

/** Fields of which an attendee has exactly one. */
export const identityFields = ["memberId", "guest", "group"] as const;

type ValidAttendee = ValidParts<AttendeeInput> | undefined;

/**
 * Errors of attendees in one request.
 * @param isKnown whether it is valid which person or group an attendee is, or which are named
 */
export const attendeesErrors = (
  attendees: readonly ValidAttendee[],
  isKnown: (index: number) => boolean = () => true,
): FieldError[] => [
  ...attendees.flatMap((attendee, i): FieldError[] => {
    if (!attendee || !isKnown(i)) return [];
    const named = identityFields.filter((field) => attendee[field] !== undefined);
    return named.length === 1
      ? []
      : [{ pointer: `/attendees/${i}`, code: "exactly-one", values: { fields: identityFields.join(", ") } }];
  }),
  ...attendees.flatMap((attendee, i) => rolesErrors(attendee?.roles ?? [], `/attendees/${i}`)),
  ...repeated(attendees.map((attendee) => attendee?.memberId)).map((i) => duplicate(`/attendees/${i}/memberId`)),
];

/** Errors of duplicate roles. */
export const rolesErrors = (roles: readonly (string | undefined)[], pointer = ""): FieldError[] =>
  repeated(roles).map((i) => duplicate(`${pointer}/roles/${i}`));

type Ballots = Pick<VoteInput, "for" | "against" | "abstain">;

/** Errors of the ballots: more of them than people with a vote. */
export const ballotErrors = (ballots: Partial<Ballots>, base: number): FieldError[] => {
  const { for: inFavour = 0, against = 0, abstain = 0 } = ballots;
  return inFavour + against + abstain > base ? [{ pointer: "", code: "too-many-ballots", values: { base } }] : [];
};

/** Errors of duplicate exclusions. */
export const exclusionErrors = (
  exclusions: readonly ({ readonly memberId?: string | undefined } | undefined)[],
): FieldError[] =>
  repeated(exclusions.map((one) => one?.memberId)).map((i) => duplicate(`/base/exclusions/${i}/memberId`));

/** Per cent with two decimals, rounded half up, in whole numbers until the last step. */
const percentOf = (count: number, base: number) => Math.floor((count * 20_000 + base) / (2 * base)) / 100;

/** The result of a vote on a base of at least one. More than half of the base adopts, or at least two thirds. */
export const voteResult = (
  ballots: Ballots,
  base: number,
  threshold: Vote["threshold"],
): Pick<Vote, "notVoting" | "share" | "adopted"> => ({
  notVoting: base - ballots.for - ballots.against - ballots.abstain,
  share: { for: ballots.for, base, percent: percentOf(ballots.for, base) },
  adopted: threshold === "majority" ? 2 * ballots.for > base : 3 * ballots.for >= 2 * base,
});
