import type { MembershipTimeline } from "../../../lib/members/timeline.ts";
import type { OrganisationKind } from "../../../lib/organisations/schema.ts";
import { recount } from "../../unit/members/naive.ts";

export type PlainOrganisation = {
  id: string;
  kind: OrganisationKind;
  parentId: string | undefined;
  moves: { id: string; on: string; parentId: string }[];
};

/** Adds a record in order of arrival, which is the order of ids. */
export const arrived = <T extends { id: string }>(all: readonly T[], one: T): T[] =>
  [...all, one].sort((a, b) => (a.id < b.id ? -1 : 1));

/** A model of the records without any derived value. */
export type Plain = {
  organisations: Map<string, PlainOrganisation>;
  members: Map<string, MembershipTimeline>;
  meetings: Map<string, { organisationId: string; day: string; version: number }>;
  awards: { organisationId: string; year: number }[];
};

export const plainOf = (organisations: readonly Omit<PlainOrganisation, "moves">[]): Plain => ({
  organisations: new Map(organisations.map((one) => [one.id, { ...one, moves: [] }])),
  members: new Map(),
  meetings: new Map(),
  awards: [],
});

/** The parent on a day: by the latest move up to that day, and of one day by the last recorded. */
const parentOn = ({ organisations }: Plain, id: string, day: string): string | undefined => {
  const organisation = organisations.get(id);
  let best: { on: string; parentId: string | undefined } = { on: "", parentId: organisation?.parentId };
  for (const move of organisation?.moves ?? []) if (move.on <= day && move.on >= best.on) best = move;
  return best.parentId;
};

export const isBelow = (plain: Plain, id: string, above: string, day: string): boolean => {
  if (id === above) return true;
  const parent = parentOn(plain, id, day);
  return parent !== undefined && isBelow(plain, parent, above, day);
};

export const childrenOn = (plain: Plain, id: string, day: string) =>
  [...plain.organisations.keys()].filter((one) => parentOn(plain, one, day) === id).sort();

/** Members of a subtree on a day of the calendar, with their states. */
export const membersOn = (plain: Plain, id: string, day: string) =>
  [...plain.members].flatMap(([member, timeline]) => {
    const state = recount(timeline).get(day);
    return state?.counted && isBelow(plain, state.cell, id, day) ? [{ member, ...state }] : [];
  });

const byYear = <T>(years: readonly number[], show: (year: number, count: number) => T): T[] =>
  [...new Set(years)].sort().map((year) => show(year, years.filter((one) => one === year).length));

/** Statistics of an organisation on a day of the calendar, counted one by one. */
export const figuresOn = (plain: Plain, id: string, day: string) => {
  const members = membersOn(plain, id, day);
  const official = members.filter((one) => one.official);
  const held = [...plain.meetings.values()].filter(
    (one) => one.day <= day && isBelow(plain, one.organisationId, id, day),
  );
  const year = Number(day.slice(0, 4));
  const given = plain.awards.filter((one) => one.year <= year && isBelow(plain, one.organisationId, id, day));
  return {
    cells: [...plain.organisations.values()].filter(
      ({ kind, id: one }) => kind === "cell" && isBelow(plain, one, id, day),
    ).length,
    members: {
      total: members.length,
      official: official.length,
      mayVote: official.filter(({ suspended }) => !suspended).length,
    },
    awards: byYear(
      given.map((one) => one.year),
      (of, collective) => ({ year: of, collective, individual: 0 }),
    ),
    meetings: byYear(
      held.map((one) => Number(one.day.slice(0, 4))),
      (of, count) => ({ year: of, held: count }),
    ),
  };
};
