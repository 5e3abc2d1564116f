import { readMember } from "../../../lib/members/items.ts";
import { countsOn } from "../../../lib/statistics/reads.ts";
import { tallyKeys } from "../../../lib/statistics/tally.ts";
import type { Item as StoredItem } from "../../../lib/table/write.ts";
import { calendar, type NaiveState, recount } from "../../unit/members/naive.ts";
import type { Simulation } from "../run/simulation.ts";
import { type Invariants, type Item, idIn, listIn, type Snapshot } from "./snapshot.ts";

type Counted = { cell: string; gender: unknown; state: NaiveState };

/** Two days that a run checks: the last one and one that depends on the seed. */
const daysOf = ({ seed }: Simulation) => [calendar.at(-1) ?? "", calendar[seed % calendar.length] ?? ""];

const membersOn = (snapshot: Snapshot, day: string): Counted[] =>
  snapshot.ofKind("member").flatMap((item) => {
    const { record: member } = readMember(item as StoredItem);
    const { beganIn, admittedOn, joinedOn, confirmedOn, confirmed, history } = member;
    const beginning = { organisationId: beganIn, admittedOn, joinedOn, confirmedOn, confirmed };
    const state = recount({ initialState: beginning, entries: history }).get(day);
    return state?.counted ? [{ cell: state.cell, gender: member.gender, state }] : [];
  });

const isCell = (day: string) => (item: Item) =>
  item.kind === "cell" &&
  (item.establishedOn === undefined || String(item.establishedOn) <= day) &&
  (item.dissolvedOn === undefined || String(item.dissolvedOn) > day);

/** Counts the records of a subtree on a day. */
const recounted = (snapshot: Snapshot, organisationId: string, day: string, members: readonly Counted[]) => {
  const below = (id: unknown) => snapshot.pathOf(String(id)).includes(organisationId);
  const here = members.filter(({ cell }) => below(cell));
  const year = day.slice(0, 4);
  const awards = snapshot.ofKind("award").filter((award) => below(award.organisationId) && String(award.year) <= year);
  const recipients = awards.flatMap((award) => listIn(award, "recipients"));
  const count = (test: (one: Counted) => unknown) => here.filter(test).length;
  return {
    members: here.length,
    official: count(({ state }) => state.official),
    mayVote: count(({ state }) => state.official && !state.suspended),
    female: count(({ gender }) => gender === "female"),
    male: count(({ gender }) => gender === "male"),
    cells: snapshot.ofKind("organisation").filter((item) => isCell(day)(item) && below(item.id)).length,
    meetingsHeld: snapshot
      .ofKind("meeting")
      .filter(({ status, date, organisationId: of }) => status === "held" && String(date) <= day && below(of)).length,
    individualAwards: recipients.filter(({ memberId }) => memberId !== undefined).length,
    collectiveAwards: recipients.filter(({ memberId }) => memberId === undefined).length,
  };
};

const figuresOn = (snapshot: Snapshot, day: string): string[] => {
  const members = membersOn(snapshot, day);
  return snapshot.ofKind("organisation").flatMap(({ pk }) => {
    const id = idIn(pk);
    const items = tallyKeys(id, day).map((key) => snapshot.get(key.pk, key.sk) as StoredItem | undefined);
    const { total } = countsOn(items, day);
    return Object.entries(recounted(snapshot, id, day, members)).flatMap(([counter, count]) => {
      const found = total(counter as Parameters<typeof total>[0]);
      return found === count ? [] : [`${pk} on ${day}: ${found} ${counter}, recounted ${count}`];
    });
  });
};

export const statistics: Invariants = {
  "statistics of every level equal a recount": (snapshot, simulation) =>
    daysOf(simulation).flatMap((day) => figuresOn(snapshot, day)),
};
