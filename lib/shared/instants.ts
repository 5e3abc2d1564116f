import { dayOf, instantOf, isDay } from "./days.ts";

/** RFC 3339 §5.6: seconds and an offset are required, hours end at 23. */
const form = /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d):([0-5]\d|60)(\.\d+)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;
/** Leap seconds end June or December in UTC; the next second begins the month after (RFC 3339, appendix D). */
const afterLeapSecond = /-(?:01|07)-01T00:00:00\./;

/**
 * The UTC form of an RFC 3339 instant, to the millisecond; a leap second is read as the second after it. Undefined for any
 * other text, and where the day as written, in UTC or in Vietnam is not one of the calendar (years 0001 to 9999).
 */
export const parseInstant = (text: string): string | undefined => {
  const [, day = "", minute, second, fraction = "", offset] = form.exec(text) ?? [];
  if (!isDay(day)) return undefined;
  const leaps = second === "60";
  const written = Date.parse(`${day}T${minute}:${leaps ? "59" : second}${fraction.slice(0, 4)}${offset}`.toUpperCase());
  const milliseconds = leaps ? written + 1_000 : written;
  const instant = instantOf(milliseconds);
  if (!isDay(instant.slice(0, 10)) || !isDay(dayOf(milliseconds))) return undefined;
  return leaps && !afterLeapSecond.test(instant) ? undefined : instant;
};
