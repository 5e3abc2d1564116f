import fc from "fast-check";
import { type MembershipTimeline, memberDeltas } from "../../../lib/members/timeline.ts";
import { type Counter, type CounterDelta, difference } from "../../../lib/statistics/counters.ts";
import { countsOn } from "../../../lib/statistics/reads.ts";
import { tallyKeys, tallyWrites } from "../../../lib/statistics/tally.ts";
import type { Item, Write } from "../../../lib/table/write.ts";
import { type AnyEntry, anyBeginning, anyEntry, arrive, calendar, recount } from "./naive.ts";

const cells = ["A", "B", "C", "D"];
/** The department of each cell, if any; all are in one tenant. */
const anyTree = fc.array(fc.constantFrom("DEPARTMENT1", "DEPARTMENT2", undefined), { minLength: 4, maxLength: 4 });
const tenantId = "HOME";

type Member = { timeline: MembershipTimeline; gender: "female" | "male" | undefined };
type Change =
  | { kind: "create"; who: number; beginning: MembershipTimeline["initialState"]; gender: Member["gender"] }
  | { kind: "correct"; who: number; beginning: MembershipTimeline["initialState"]; gender: Member["gender"] }
  | { kind: "history"; who: number; entry: AnyEntry }
  | { kind: "delete"; who: number };

const who = fc.nat({ max: 3 });
const gender = fc.constantFrom("female" as const, "male" as const, undefined);
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant("create" as const), who, beginning: anyBeginning(cells), gender }),
  fc.record({ kind: fc.constant("correct" as const), who, beginning: anyBeginning(cells), gender }),
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("history" as const), who, entry: anyEntry(cells) }) },
  fc.record({ kind: fc.constant("delete" as const), who }),
);

const changed = (member: Member | undefined, change: Change): Member | undefined => {
  if (change.kind === "create")
    return member ?? { timeline: { initialState: change.beginning, entries: [] }, gender: change.gender };
  if (!member || change.kind === "delete") return undefined;
  if (change.kind === "correct")
    return { timeline: { ...member.timeline, initialState: change.beginning }, gender: change.gender };
  return { ...member, timeline: { ...member.timeline, entries: arrive(member.timeline.entries, change.entry) } };
};

/** A table of tallies. */
const tallies = () => {
  const items = new Map<string, Item>();
  return {
    write: (writes: readonly Write[]) => {
      for (const write of writes) {
        if (write.kind !== "add") throw new TypeError(write.kind);
        const name = `${write.key.pk} ${write.key.sk}`;
        const item: Item = items.get(name) ?? { ...write.key };
        for (const [attribute, count] of Object.entries(write.counters))
          item[attribute] = Number(item[attribute] ?? 0) + count;
        items.set(name, item);
      }
    },
    read: (organisationId: string, day: string) =>
      countsOn(
        tallyKeys(organisationId, day).map(({ pk, sk }) => items.get(`${pk} ${sk}`)),
        day,
      ),
  };
};

const deltasOf = (member: Member | undefined): CounterDelta[] => (member ? memberDeltas(member) : []);

const plainCount = (members: readonly Member[], inside: ReadonlySet<string>, day: string): Record<string, number> => {
  const states = members.flatMap((member) => {
    const state = recount(member.timeline).get(day);
    return state?.counted && inside.has(state.cell) ? [{ ...state, gender: member.gender }] : [];
  });
  return {
    members: states.length,
    official: states.filter(({ official }) => official).length,
    mayVote: states.filter(({ official, suspended }) => official && !suspended).length,
    female: states.filter(({ gender }) => gender === "female").length,
    male: states.filter(({ gender }) => gender === "male").length,
  };
};

test("Statistics of every organisation on any day equal a recount, after any changes in any order", () => {
  fc.assert(
    fc.property(anyTree, fc.array(anyChange, { maxLength: 30, size: "max" }), (departments, changes) => {
      const departmentOf = (cell: string) => departments[cells.indexOf(cell)];
      const chainOf = (cell: string) =>
        [cell, departmentOf(cell), tenantId].flatMap((organisationId) =>
          organisationId ? [{ organisationId, placementVersion: 1 }] : [],
        );
      const table = tallies();
      const members = new Map<number, Member>();
      for (const change of changes) {
        const before = members.get(change.who);
        const after = changed(before, change);
        table.write(tallyWrites(difference(deltasOf(before), deltasOf(after)), chainOf));
        if (after) members.set(change.who, after);
        else members.delete(change.who);
      }
      for (const organisationId of [...cells, "DEPARTMENT1", "DEPARTMENT2", tenantId]) {
        const inside = new Set(cells.filter((cell) => [cell, departmentOf(cell), tenantId].includes(organisationId)));
        for (const day of calendar) {
          const counts = table.read(organisationId, day);
          const expected = plainCount([...members.values()], inside, day);
          const found = Object.keys(expected).map((counter) => [counter, counts.total(counter as Counter)]);
          expect(Object.fromEntries(found)).toEqual(expected);
        }
      }
    }),
    { numRuns: 500 },
  );
});
