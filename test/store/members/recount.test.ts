import fc from "fast-check";
import { listMembers } from "../../../lib/members/reads.ts";
import type { MemberRecord } from "../../../lib/members/schema.ts";
import type { MembershipTimeline } from "../../../lib/members/timeline.ts";
import { deleteMember } from "../../../lib/members/writes.ts";
import { Problem } from "../../../lib/shared/problem.ts";
import { useWorld } from "../../support/world.ts";
import {
  type AnyEntry,
  anyBeginning,
  anyEntry,
  calendar,
  entryAfter,
  isVoided,
  recount,
} from "../../unit/members/naive.ts";
import { useRollUps } from "../statistics/stream.ts";
import { createCommitteeFixtures } from "./committee-fixtures.ts";

const world = useWorld();
const act = createCommitteeFixtures(world);
const { settle } = useRollUps(world);

/** The three cells of the committee by number, so that timelines can be drawn before it exists. */
const cellNumbers = ["0", "1", "2"];
const who = fc.nat({ max: 3 });
type Change =
  | { kind: "begin"; who: number; beginning: MembershipTimeline["initialState"]; gender: "female" | "male" | undefined }
  | { kind: "history"; who: number; entry: AnyEntry }
  | { kind: "delete"; who: number };
const gender = fc.constantFrom("female" as const, "male" as const, undefined);
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("begin" as const), who, beginning: anyBeginning(cellNumbers), gender }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("history" as const), who, entry: anyEntry(cellNumbers) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const), who }) },
);

type Known = { id: string; version: number; timeline: MembershipTimeline; gender: "female" | "male" | undefined };

/** The result of a write; undefined if its input was rejected. */
const accepted = async <T>(promise: Promise<T>): Promise<T | undefined> => {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof Problem && error.code === "invalid-input") return undefined;
    throw error;
  }
};

const players = (cells: readonly string[]) => {
  const known = new Map<number, Known>();
  const cellAt = (number: string) => cells[Number(number)] ?? "";
  const begin = async (change: Extract<Change, { kind: "begin" }>) => {
    const beginning = { ...change.beginning, organisationId: cellAt(change.beginning.organisationId) };
    const member = known.get(change.who);
    const { gender } = change;
    if (!member) {
      const created = await accepted(act.create({ ...beginning, gender, fullName: `Đảng viên ${change.who}` }));
      if (created)
        known.set(change.who, {
          id: created.id,
          version: 1,
          timeline: { initialState: beginning, entries: [] },
          gender,
        });
      return;
    }
    const fields = { admittedOn: null, joinedOn: null, confirmedOn: null, confirmed: null, gender: null };
    const given = Object.entries({ ...beginning, gender }).filter(([, value]) => value !== undefined);
    const done = await accepted(act.patch(member.id, member.version, { ...fields, ...Object.fromEntries(given) }));
    if (!done) return;
    // The cell to which the history has moved a member leaves its initial cell as it was.
    const { beganIn = "" } = done.record as MemberRecord;
    expect([member.timeline.initialState.organisationId, beginning.organisationId]).toContain(beganIn);
    const initialState = { ...beginning, organisationId: beganIn };
    const timeline = { initialState, entries: member.timeline.entries };
    known.set(change.who, { ...member, version: done.version ?? 0, timeline, gender });
  };
  const add = async (change: Extract<Change, { kind: "history" }>) => {
    const member = known.get(change.who);
    if (!member) return;
    const { entries } = member.timeline;
    const readmittedTo = change.entry.readmittedTo && cellAt(change.entry.readmittedTo);
    const entry = entryAfter(entries, { ...change.entry, cell: cellAt(change.entry.cell), readmittedTo });
    const made = await accepted(act.history(member.id, entry));
    const target = entries.find(({ id }) => id === entry.voids);
    expect(made === undefined).toBe(target !== undefined && isVoided(target, entries));
    if (!made) return;
    const { id } = made;
    const timeline = { ...member.timeline, entries: [...entries, { ...entry, id }] };
    known.set(change.who, { ...member, version: member.version + 1, timeline });
  };
  const drop = async (number: number) => {
    const member = known.get(number);
    if (member) await deleteMember(world.contextAs(), member.id, { versions: [member.version] });
    known.delete(number);
  };
  return {
    known,
    play: async (change: Change) => {
      if (change.kind === "begin") await begin(change);
      else if (change.kind === "history") await add(change);
      else await drop(change.who);
    },
  };
};

test("Statistics of every level and lists as of any day equal a recount of the members", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyChange, { minLength: 8, maxLength: 16 }), async (changes) => {
      const { top, ministry, tenantId, department, first, second, inner } = await act.committee();
      const { known, play } = players([first, second, inner]);
      for (const change of changes) await play(change);
      await settle();
      const all = [first, second, inner];
      const covered: [string, string[]][] = [
        [first, [first]],
        [second, [second]],
        [inner, [inner]],
        [department, [inner]],
        [tenantId, all],
        [ministry, all],
        [top, all],
      ];
      const states = [...known.values()].map((member) => ({ ...member, states: recount(member.timeline) }));
      for (const day of calendar) {
        for (const [organisationId, cells] of covered) {
          const there = states.flatMap((member) => {
            const state = member.states.get(day);
            return state?.counted && cells.includes(state.cell) ? [{ ...member, ...state }] : [];
          });
          const official = there.filter((member) => member.official);
          expect((await act.figures(organisationId, day)).members).toEqual({
            total: there.length,
            official: official.length,
            probationary: there.length - official.length,
            mayVote: official.filter(({ suspended }) => !suspended).length,
            female: there.filter(({ gender }) => gender === "female").length,
            male: there.filter(({ gender }) => gender === "male").length,
          });
          if (organisationId === ministry || organisationId === top) continue;
          const listed = await listMembers(world.contextAs(), { organisationId, asOf: day }, { limit: 100 });
          expect(listed.items.map(({ id, standing, mayVote }) => [id, standing, mayVote]).sort()).toEqual(
            there
              .map(({ id, official: yes, suspended }) => [id, yes ? "official" : "probationary", yes && !suspended])
              .sort(),
          );
        }
      }
    }),
    { numRuns: 12 },
  );
});
