import { readMember } from "../../../lib/members/items.ts";
import { countsOn } from "../../../lib/statistics/reads.ts";
import { tallyKeys } from "../../../lib/statistics/tally.ts";
import type { Item as StoredItem } from "../../../lib/table/write.ts";
import { calendar, type NaiveState, recount } from "../../unit/members/naive.ts";
import type { Story } from "../run/simulation.ts";
import type { Check } from "./snapshot.ts";
import { type Item, idIn, type Kept, keptIn, listIn } from "./snapshot.ts";

type Counted = { cell: string; gender: unknown; state: NaiveState };

/** Days of the calendar that one run looks at: the last and some other. */
const daysOf = ({ seed }: Story) => [calendar.at(-1) ?? "", calendar[seed % calendar.length] ?? ""];

const membersOn = (kept: Kept, day: string): Counted[] =>
  kept.records("MEM#").flatMap((item) => {
    const { member } = readMember(item as StoredItem);
    const { organisationId, admittedOn, joinedOn, confirmedOn, confirmed, history } = member;
    const beginning = { organisationId, admittedOn, joinedOn, confirmedOn, confirmed };
    const state = recount({ initialState: beginning, entries: history }).get(day);
    return state?.counted ? [{ cell: state.cell, gender: member.gender, state }] : [];
  });

const isCell = (day: string) => (item: Item) =>
  item.kind === "cell" &&
  (item.establishedOn === undefined || String(item.establishedOn) <= day) &&
  (item.dissolvedOn === undefined || String(item.dissolvedOn) > day);

/** What the records of an organisation and all below it come to on a day, counted one by one. */
const recounted = (kept: Kept, organisationId: string, day: string, members: readonly Counted[]) => {
  const below = (id: unknown) => kept.pathOf(String(id)).includes(organisationId);
  const here = members.filter(({ cell }) => below(cell));
  const year = day.slice(0, 4);
  const awards = kept.records("AWD#").filter((award) => below(award.organisationId) && String(award.year) <= year);
  const recipients = awards.flatMap((award) => listIn(award, "recipients"));
  const count = (test: (one: Counted) => unknown) => here.filter(test).length;
  return {
    members: here.length,
    official: count(({ state }) => state.official),
    mayVote: count(({ state }) => state.official && !state.suspended),
    female: count(({ gender }) => gender === "female"),
    male: count(({ gender }) => gender === "male"),
    cells: kept.records("ORG#").filter((item) => isCell(day)(item) && below(item.id)).length,
    meetingsHeld: kept
      .records("MTG#")
      .filter(({ status, date, organisationId: of }) => status === "held" && String(date) <= day && below(of)).length,
    individualAwards: recipients.filter(({ memberId }) => memberId !== undefined).length,
    collectiveAwards: recipients.filter(({ memberId }) => memberId === undefined).length,
  };
};

const figuresOn = (kept: Kept, day: string): string[] => {
  const members = membersOn(kept, day);
  return kept.records("ORG#").flatMap(({ pk }) => {
    const id = idIn(pk);
    const items = tallyKeys(id, day).map((key) => kept.get(key.pk, key.sk) as StoredItem | undefined);
    const { total } = countsOn(items, day);
    return Object.entries(recounted(kept, id, day, members))
      .filter(([counter, count]) => total(counter as Parameters<typeof total>[0]) !== count)
      .map(
        ([counter, count]) =>
          `${pk} on ${day}: ${total(counter as Parameters<typeof total>[0])} ${counter}, recounted ${count}`,
      );
  });
};

export const figures: readonly Check[] = [
  {
    name: "figures of every level equal a recount",
    look: (story) => daysOf(story).flatMap((day) => figuresOn(keptIn(story), day)),
  },
];
