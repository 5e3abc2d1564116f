import type { Random } from "../../../test/support/random.ts";
import { between } from "../../support/draw.ts";

const words = (text: string) => text.normalize("NFC").split(" ");

/** Family names by frequency: two of five people are called Nguyễn. */
const families = words(
  "Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Mai Hà Tô",
);
const middles = {
  female: words("Thị Thị Thị Thu Thanh Ngọc Minh Hồng Kim Bích Phương Mỹ Thùy Diệu"),
  male: words("Văn Văn Văn Đức Hữu Quang Minh Xuân Công Đình Trọng Quốc Anh Tuấn"),
} as const;
const givens = {
  female: words(
    "An Anh Ánh Chi Dung Giang Hà Hằng Hạnh Hiền Hoa Hoài Hương Huyền Lan Liên Linh Loan Mai Nga Ngân Nhung Oanh Phương Quyên Quỳnh Tâm Thảo Thủy Trang Tuyết Uyên Vân Xuân Yến",
  ),
  male: words(
    "An Anh Bắc Bình Chiến Cường Dũng Dương Đạt Đức Giang Hải Hiếu Hòa Hoàng Hùng Huy Hưng Khánh Kiên Lâm Long Mạnh Nam Nghĩa Phong Phúc Quân Sơn Tài Thắng Thành Tiến Trung Tuấn Tùng Việt Vinh",
  ),
} as const;

export type Gender = keyof typeof givens;

/** A full name by the frequencies of the country; many people share one. */
export const drawFullName = (random: Random, gender: Gender): string =>
  [random.one(families), random.one(middles[gender]), random.one(givens[gender])].join(" ");

/** A place name of two syllables. */
export const drawPlace = (random: Random): string => `${random.one(places)} ${random.one(places)}`;
const places = words("An Bình Hòa Phú Tân Long Thanh Thọ Đông Hưng Lộc Mỹ Ninh Quang Sơn Thịnh Vĩnh Xuân Yên Đức");

/** A history entry; `cell` is the number of the target cell. */
export type Event = { kind: "transferred" | "suspended" | "resumed" | "departed"; on: string; cell?: number };

/** The membership of one person. */
export type Life = {
  fullName: string;
  gender: Gender;
  birthDate: string;
  admittedOn: string;
  /** Absent on probation. */
  confirmedOn?: string;
  /** The day of a transfer from another committee. */
  joinedOn?: string;
  history: readonly Event[];
};

/** Shares close to national figures. */
const share = { female: 0.34, probationary: 0.03, joined: 0.5, transferred: 0.1, suspended: 0.004, departed: 0.03 };

/** Anniversaries, on which most members are admitted. */
const anniversaries = ["02-03", "05-19", "09-02", "11-07", "12-22"];
const admittedOnAnniversary = 0.6;
const youngest = 18;
const lastYear = 2023;

const two = (number: number) => String(number).padStart(2, "0");

const dayIn = (random: Random, year: number): string =>
  random.chance(admittedOnAnniversary)
    ? `${year}-${random.one(anniversaries)}`
    : `${year}-${two(between(random, 1, 12))}-${two(between(random, 1, 28))}`;

/** Transfers happen on the first day of a month. */
const firstOfMonth = (random: Random, year: number) => `${year}-${two(between(random, 1, 12))}-01`;

/** Most were admitted in the last twenty years, some sixty years ago. */
const admissionYear = (random: Random) => lastYear - 2 - Math.floor(60 * random.next() ** 2.2);

/** Draws the membership of a person whose first cell is `cell`, of so many. */
export const drawLife = (random: Random, cell: number, cells: number): Life => {
  const gender: Gender = random.chance(share.female) ? "female" : "male";
  const fullName = drawFullName(random, gender);
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
  // After the last year in which anybody joins, so that every entry takes effect.
  if (random.chance(share.transferred) && elsewhere !== cell)
    events.push({ kind: "transferred", on: "2024-01-02", cell: elsewhere });
  if (random.chance(share.suspended)) events.push({ kind: "suspended", on: "2024-01-05" });
  if (random.chance(share.departed)) events.push({ kind: "departed", on: "2024-01-08" });
  return events;
};
