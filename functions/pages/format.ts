import type { ArticleLanguage } from "../../lib/articles/schema.ts";
import type { Meeting } from "../../lib/meetings/schema.ts";
import { type Day, dayOf, vietnamTimeOf } from "../../lib/shared/days.ts";
import { type Html, html } from "../shared/html.ts";

const weekdays = {
  vi: ["Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
} as const;
const months = "January February March April May June July August September October November December".split(" ");
const parts = {
  vi: { morning: "sáng", afternoon: "chiều", evening: "tối", day: "cả ngày" },
  en: { morning: "morning", afternoon: "afternoon", evening: "evening", day: "all day" },
} as const;

/** A day in words: "ngày 26 tháng 12 năm 2023", "26 December 2023". */
export const dayText = (day: Day, language: ArticleLanguage): string => {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  return language === "vi" ? `ngày ${date} tháng ${month} năm ${year}` : `${date} ${months[month - 1] ?? ""} ${year}`;
};

/** The day of an instant in Vietnam, in words. */
export const instantText = (instant: string, language: ArticleLanguage): string =>
  dayText(dayOf(Date.parse(instant)), language);

const weekdayOf = (day: Day, language: ArticleLanguage) =>
  weekdays[language][new Date(`${day}T00:00:00Z`).getUTCDay()] ?? "";

type Time = Pick<Meeting, "date" | "startsAt" | "partOfDay" | "endsAt">;

const dateText = (day: Day, language: ArticleLanguage) => `${weekdayOf(day, language)}, ${dayText(day, language)}`;

/** Weekday and day of a meeting, with its hour or part of the day and its end, as precisely as recorded. */
export const whenText = (time: Time, language: ArticleLanguage): string =>
  capital(time.endsAt === undefined ? startText(time, language) : spanText(time, time.endsAt, language));

const startText = ({ date, startsAt, partOfDay }: Time, language: ArticleLanguage): string => {
  const day = dateText(date, language);
  if (startsAt !== undefined) return momentText(startsAt, language);
  if (partOfDay === undefined) return language === "vi" ? lowerFirst(day) : day;
  const part = parts[language][partOfDay];
  return language === "vi" ? `${part} ${lowerFirst(day)}` : `${day}, ${part}`;
};

/** Hour and day of an instant. */
const momentText = (instant: string, language: ArticleLanguage) => {
  const day = dateText(dayOf(Date.parse(instant)), language);
  return `${hourText(instant, language)}, ${language === "vi" ? lowerFirst(day) : day}`;
};

const spanText = (time: Time, endsAt: string, language: ArticleLanguage): string => {
  const { date, startsAt, partOfDay } = time;
  const endsOnDay = dayOf(Date.parse(endsAt)) === date;
  const end = hourText(endsAt, language);
  if (!endsOnDay) {
    // A meeting of several days takes no whole day.
    const start = startText(partOfDay === "day" ? { ...time, partOfDay: undefined } : time, language);
    const last = momentText(endsAt, language);
    return language === "vi" ? `từ ${start} đến ${last}` : `${start} – ${last}`;
  }
  if (startsAt === undefined)
    return `${startText(time, language)}, ${language === "vi" ? "kết thúc lúc" : "until"} ${end}`;
  const start = hourText(startsAt, language);
  const day = dateText(date, language);
  return language === "vi" ? `từ ${start} đến ${end}, ${lowerFirst(day)}` : `${start}–${end}, ${day}`;
};

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const hourText = (instant: string, language: ArticleLanguage) => {
  const [hour = "", minute = ""] = vietnamTimeOf(instant).split(":");
  if (language === "en") return `${hour}:${minute}`;
  return minute === "00" ? `${Number(hour)} giờ` : `${Number(hour)} giờ ${minute}`;
};

/** A number with thousands separators: a point in Vietnamese, a comma in English. */
export const numberText = (value: number, language: ArticleLanguage): string =>
  String(value).replace(/\B(?=(?:\d{3})+$)/g, language === "vi" ? "." : ",");

/** A paragraph for each line of a plain text. */
export const paragraphs = (text: string, name: string): Html[] =>
  text
    .split(/\s*\n\s*/)
    .filter(Boolean)
    .map((line) => html`<p class="${name}">${line}</p>`);

/** The beginning of a text on one line, ending between words. */
export const excerpt = (text: string, length: number): string => {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= length) return line;
  const end = line.lastIndexOf(" ", length);
  return `${line.slice(0, end > 0 ? end : length).replace(/[\s.,;:–-]+$/, "")}…`;
};
