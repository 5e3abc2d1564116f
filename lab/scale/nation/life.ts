import type { Random } from "../../../test/simulation/machine/random.ts";
import { type Gender, madeUpFullName } from "./names.ts";
import { between, oneOf } from "./random.ts";

/** What a history entry says; `cell` is the number of the cell it leads to. */
export type Event = { kind: "transferred" | "suspended" | "resumed" | "departed"; on: string; cell?: number };

/** The membership of one person. */
export type Life = {
  fullName: string;
  gender: Gender;
  birthDate: string;
  admittedOn: string;
  /** Absent: still on probation. */
  confirmedOn?: string;
  /** Came from another committee on this day. */
  joinedOn?: string;
  history: readonly Event[];
};

/** Nation's figures, roughly: a third are women, three of a hundred on probation, half have come from elsewhere. */
const share = { female: 0.34, probationary: 0.03, joined: 0.5, transferred: 0.1, suspended: 0.004, departed: 0.03 };

/** Days on which many are admitted: anniversaries. The others spread over the months. */
const anniversaries = ["02-03", "05-19", "09-02", "11-07", "12-22"];
const admittedOnAnniversary = 0.6;
const youngest = 18;
const lastYear = 2023;

const two = (number: number) => String(number).padStart(2, "0");

const dayIn = (random: Random, year: number): string =>
  random.chance(admittedOnAnniversary)
    ? `${year}-${oneOf(random, anniversaries)}`
    : `${year}-${two(between(random, 1, 12))}-${two(between(random, 1, 28))}`;

/** Transfers come in rounds, at the beginning of a month. */
const firstOfMonth = (random: Random, year: number) => `${year}-${two(between(random, 1, 12))}-01`;

/** Most were admitted in the last twenty years, some sixty years ago. */
const admissionYear = (random: Random) => lastYear - 2 - Math.floor(60 * random.next() ** 2.2);

/** Draws the membership of somebody who belongs to a cell, of so many, now or at first. */
export const madeUpLife = (random: Random, cell: number, cells: number): Life => {
  const gender: Gender = random.chance(share.female) ? "female" : "male";
  const fullName = madeUpFullName(random, gender);
  const isProbationary = random.chance(share.probationary);
  const year = isProbationary ? lastYear : admissionYear(random);
  const admittedOn = dayIn(random, year);
  const birthYear = year - youngest - between(random, 0, 14);
  const about = {
    fullName,
    gender,
    birthDate: `${birthYear}-${two(between(random, 1, 12))}-${two(between(random, 1, 28))}`,
    admittedOn,
  };
  if (isProbationary) return { ...about, history: [] };
  const confirmedOn = `${year + 1}${admittedOn.slice("yyyy".length)}`;
  const joined = random.chance(share.joined) ? firstOfMonth(random, between(random, year + 1, lastYear)) : undefined;
  const history = historyOf(random, cell, cells);
  return { ...about, confirmedOn, ...(joined && joined > confirmedOn ? { joinedOn: joined } : {}), history };
};

const historyOf = (random: Random, cell: number, cells: number): Event[] => {
  const elsewhere = random.below(cells);
  const events: Event[] = [];
  // All of it in the year after the last one that anybody joined in, so that it acts on everybody.
  if (random.chance(share.transferred) && elsewhere !== cell)
    events.push({ kind: "transferred", on: "2024-01-02", cell: elsewhere });
  if (random.chance(share.suspended)) events.push({ kind: "suspended", on: "2024-01-05" });
  if (random.chance(share.departed)) events.push({ kind: "departed", on: "2024-01-08" });
  return events;
};
