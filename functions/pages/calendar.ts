import type { PlannedMeeting } from "../../lib/meetings/calendar.ts";
import type { PublicNames } from "../../lib/organisations/public-names.ts";
import { type Day, dayOf, isDay } from "../../lib/shared/days.ts";
import { xmlText } from "../../lib/shared/xml.ts";
import { whenText } from "./format.ts";
import { withOrganisation } from "./names.ts";
import { texts } from "./texts.ts";

/** Bytes of a line without its break (RFC 5545 §3.1). */
const lineBytes = 75;
const dayMilliseconds = 86_400_000;

/** The time of Vietnam, so that a calendar without events is valid too (RFC 5545 §3.6). */
const timeZone = [
  "BEGIN:VTIMEZONE",
  "TZID:Asia/Ho_Chi_Minh",
  "BEGIN:STANDARD",
  "DTSTART:19700101T000000",
  "TZOFFSETFROM:+0700",
  "TZOFFSETTO:+0700",
  "TZNAME:+07",
  "END:STANDARD",
  "END:VTIMEZONE",
];

/** The planned meetings as an iCalendar file (RFC 5545; names of the calendar RFC 7986). */
export const calendar = (
  meetings: readonly PlannedMeeting[],
  names: PublicNames,
  institution: string | undefined,
): string => {
  const title = institution === undefined ? texts.vi.calendarTitle : `${institution} – ${texts.vi.calendarTitle}`;
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//dangbo//events//VI",
    "CALSCALE:GREGORIAN",
    text("NAME", title),
    text("X-WR-CALNAME", title),
    "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    "X-PUBLISHED-TTL:PT1H",
    ...timeZone,
    ...meetings.flatMap((meeting) => event(meeting, names.get(meeting.record.organisationId), institution)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
};

const event = (
  { record, version }: PlannedMeeting,
  organisation: string | undefined,
  institution: string | undefined,
): string[] => [
  "BEGIN:VEVENT",
  // The host may change, the id does not.
  `UID:${record.id}@dangbo`,
  // Without a scheduling method, the time of the last change (RFC 5545 §3.8.7.2).
  `DTSTAMP:${utc(record.updatedAt)}`,
  `CREATED:${utc(record.createdAt)}`,
  `LAST-MODIFIED:${utc(record.updatedAt)}`,
  `SEQUENCE:${version - 1}`,
  "STATUS:CONFIRMED",
  ...span(record),
  text("SUMMARY", withOrganisation(record.title, organisation, institution)),
  text("DESCRIPTION", [organisation, whenText(record, "vi")].filter((part) => part !== undefined).join("\n")),
  ...(record.venue === undefined ? [] : [text("LOCATION", record.venue)]),
  "END:VEVENT",
];

/** Instants in UTC. A meeting of which the hour is not recorded takes its days: no hour is made up for a part of the day. */
const span = ({ date, startsAt, endsAt }: PlannedMeeting["record"]): string[] => {
  if (startsAt !== undefined)
    return [`DTSTART:${utc(startsAt)}`, ...(endsAt === undefined ? [] : [`DTEND:${utc(endsAt)}`])];
  const last = endsAt === undefined ? date : dayOf(Date.parse(endsAt));
  const end = dayAfter(last);
  // The calendar of the record ends with the year 9999; a day without an end is one day.
  return [`DTSTART;VALUE=DATE:${compactDay(date)}`, ...(isDay(end) ? [`DTEND;VALUE=DATE:${compactDay(end)}`] : [])];
};

const compactDay = (day: Day) => day.replaceAll("-", "");
const dayAfter = (day: Day): Day => new Date(Date.parse(day) + dayMilliseconds).toISOString().slice(0, 10);

/** `2023-12-26T01:30:00.000Z` as `20231226T013000Z`. */
const utc = (instant: string) => instant.replace(/[-:]|\.\d+/g, "");

/** A property of type TEXT (RFC 5545 §3.3.11). */
const text = (name: string, value: string) =>
  `${name}:${xmlText(value)
    .replace(/[\\;,]/g, "\\$&")
    .replace(/\r\n?|\n/g, "\\n")}`;

/** A line in pieces of at most 75 bytes, without cutting a character (RFC 5545 §3.1). */
const folded = (line: string): string => {
  const pieces: string[] = [];
  let piece = "";
  let bytes = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > lineBytes) {
      pieces.push(piece);
      piece = " ";
      bytes = 1;
    }
    piece += character;
    bytes += size;
  }
  return [...pieces, piece].join("\r\n");
};
