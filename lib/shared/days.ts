/** Days of the record are those of Vietnam, written `YYYY-MM-DD`; Vietnam uses UTC+7 without daylight saving. */
export type Day = string;

const vietnamOffset = 7 * 3_600_000;
const form = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The day in Vietnam at an instant given in milliseconds since the epoch. */
export const dayOf = (milliseconds: number): Day => new Date(milliseconds + vietnamOffset).toISOString().slice(0, 10);

/** Whether a text is a day of the calendar (years 0001 to 9999). */
export const isDay = (text: string): boolean => {
  if (!form.test(text) || text < "0001-01-01") return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === text;
};

const dayLength = 86_400_000;

/** The day before a day. */
export const dayBefore = (day: Day): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) - dayLength).toISOString().slice(0, 10);

/** RFC 3339 instant in UTC with milliseconds. */
export const instantOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** The time of day in Vietnam, `HH:MM:SS.mmm`, at an RFC 3339 instant. */
export const vietnamTimeOf = (instant: string): string =>
  new Date(Date.parse(instant) + vietnamOffset).toISOString().slice(11, 23);
