import type { PlannedCommittee, PlannedMember } from "./committee.ts";

const figures = [
  "cells",
  "total",
  "official",
  "mayVote",
  "female",
  "male",
  "collectiveAwards",
  "individualAwards",
  "meetingsHeld",
] as const;

/** Figures of a part of a nation, of all years together. */
export type Figures = Record<(typeof figures)[number], number>;

export const noFigures = (): Figures => Object.fromEntries(figures.map((name) => [name, 0])) as Figures;

/** Figures of two parts together. */
export const together = (one: Figures, other: Figures): Figures =>
  Object.fromEntries(figures.map((name) => [name, one[name] + other[name]])) as Figures;

const happened = ({ history }: PlannedMember, kind: string) => history.some((event) => event.kind === kind);

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/**
 * Figures of a committee when all that was drawn has happened, counted from what was drawn: the service's own rules and
 * tallies have no part in it.
 */
export const recountCommittee = ({ cells, members, awards, meetings }: PlannedCommittee): Figures => {
  const here = members.filter((member) => !happened(member, "departed"));
  const official = here.filter(({ confirmedOn }) => confirmedOn !== undefined);
  const female = here.filter(({ gender }) => gender === "female").length;
  return {
    cells: cells.length,
    total: here.length,
    official: official.length,
    mayVote: official.filter((member) => !happened(member, "suspended")).length,
    female,
    male: here.length - female,
    collectiveAwards: sum(awards.map((award) => award.cells.length)),
    individualAwards: sum(awards.map((award) => award.members.length)),
    meetingsHeld: meetings.length,
  };
};
