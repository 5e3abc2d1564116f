import type { Random } from "../../../test/support/random.ts";
import { between, partialRandom } from "../../support/draw.ts";
import { countAwards, countHeldMeetings, countMember, emptyFigures, type Figures } from "../../support/figures.ts";
import { drawLife, drawPlace, type Life } from "./people.ts";

/** A department or a cell; `parent` is the number of its department, absent directly below the committee. */
export type Unit = { name: string; parent?: number };

/** A member of the cell of that number. */
export type PlannedMember = Life & { cell: number; number: string };

/** An award of a year: to cells or members by their numbers. */
export type PlannedAward = { year: number; title: string; cells: readonly number[]; members: readonly number[] };

/** A meeting of the committee; the review conference has attendees and what is decided there. */
export type PlannedMeeting = { on: string; isReview: boolean; attendees: readonly number[] };

/** A complete grassroots committee. */
export type PlannedCommittee = {
  number: number;
  name: string;
  departments: readonly Unit[];
  cells: readonly Unit[];
  members: readonly PlannedMember[];
  awards: readonly PlannedAward[];
  meetings: readonly PlannedMeeting[];
};

/** Members of a cell; the Party statute requires three. */
const cellSize = { low: 10, high: 32, least: 3 };
/** Members from which on a committee has departments, and cells of each. */
const withDepartments = 300;
const cellsOfDepartment = 6;
/** Attendees of a review conference that are recorded by name, and members who get an award of a year. */
const attendeesMost = 30;
const honouredMost = 20;
const honouredShare = 0.12;
const lastYear = 2023;

const kinds = ["Sở", "Trường", "Bệnh viện", "Công ty", "Phường", "Xã", "Viện", "Trung tâm"];

/** Draws a committee of so many members, a pure function of its arguments. */
export const planCommittee = (seed: number, number: number, size: number): PlannedCommittee => {
  // Independent of the random source that drew the size.
  const random = partialRandom(seed ^ 0x5bd1e995, number);
  const sizes = cellSizes(random, size);
  const departments = departmentsFor(size, sizes.length);
  const cells = sizes.map((_, cell): Unit => {
    const name = `Chi bộ ${cell + 1}`;
    // The last cells are directly below the committee.
    const parent = Math.floor(cell / cellsOfDepartment);
    return parent < departments.length ? { name, parent } : { name };
  });
  const members = sizes.flatMap((count, cell) =>
    Array.from({ length: count }, () => ({ ...drawLife(random, cell, cells.length), cell })),
  );
  return {
    number,
    name: `Đảng bộ ${random.one(kinds)} ${drawPlace(random)} ${number + 1}`,
    departments,
    cells,
    members: members.map((member, i) => ({ ...member, number: String(i + 1).padStart(6, "0") })),
    awards: awardsOf(random, cells.length, members.length),
    meetings: meetingsOf(random, members),
  };
};

const cellSizes = (random: Random, size: number): number[] => {
  const sizes: number[] = [];
  for (let left = size; left > 0; left -= sizes.at(-1) ?? left) {
    const next = between(random, cellSize.low, cellSize.high);
    // A remainder too small for a cell of its own joins this one.
    sizes.push(left - next < cellSize.least ? left : next);
  }
  return sizes.length > 0 ? sizes : [0];
};

const departmentsFor = (size: number, cells: number): Unit[] =>
  size < withDepartments
    ? []
    : Array.from({ length: Math.floor(cells / cellsOfDepartment) }, (_, i) => ({ name: `Đảng bộ bộ phận ${i + 1}` }));

/** About `wanted` different numbers below a count, in order. */
const some = (random: Random, count: number, wanted: number): number[] => {
  const step = Math.max(1, Math.floor(count / Math.max(1, wanted)));
  return Array.from({ length: Math.floor(count / step) }, (_, i) => i * step + random.below(step)).slice(0, wanted);
};

const awardsOf = (random: Random, cells: number, members: number): PlannedAward[] => {
  const honoured = some(random, members, Math.min(honouredMost, Math.floor(members * honouredShare)));
  const collective = some(random, cells, Math.min(3, cells));
  return [
    { year: lastYear, title: "Tổ chức đảng hoàn thành xuất sắc nhiệm vụ", cells: collective, members: [] },
    ...(honoured.length > 0
      ? [{ year: lastYear, title: "Đảng viên hoàn thành xuất sắc nhiệm vụ", cells: [], members: honoured }]
      : []),
  ];
};

const has = ({ history }: Pick<Life, "history">, kind: string) => history.some((entry) => entry.kind === kind);

const meetingsOf = (random: Random, members: readonly Life[]): PlannedMeeting[] => {
  const review = `${lastYear}-12-${between(random, 10, 28)}`;
  // Nobody attends before joining or after departing.
  const attendees = some(random, members.length, attendeesMost).filter((i) =>
    members.slice(i, i + 1).some((life) => !has(life, "departed") && (life.joinedOn ?? life.admittedOn) <= review),
  );
  return [
    { on: `${lastYear}-06-${between(random, 10, 28)}`, isReview: false, attendees: [] },
    { on: `${lastYear}-09-${between(random, 10, 28)}`, isReview: false, attendees: [] },
    { on: review, isReview: true, attendees },
  ];
};

/** Counts the figures of a committee from its plan alone, without the rules and tallies of the service. */
export const recountCommittee = ({ cells, members, awards, meetings }: PlannedCommittee): Figures => {
  const figures = { ...emptyFigures(), cells: cells.length };
  for (const member of members.filter((one) => !has(one, "departed"))) {
    const isOfficial = member.confirmedOn !== undefined;
    const standing = isOfficial ? "official" : "probationary";
    countMember(figures, { standing, mayVote: isOfficial && !has(member, "suspended"), gender: member.gender });
  }
  for (const award of awards)
    countAwards(figures, { year: award.year, collective: award.cells.length, individual: award.members.length });
  for (const { on } of meetings) countHeldMeetings(figures, Number(on.slice(0, 4)));
  return figures;
};
