import fc from "fast-check";
import { createRollUp } from "../../../functions/stream-processor/roll-up.ts";
import { createStreamHandler } from "../../../functions/stream-processor/stream-handler.ts";
import { listMembers } from "../../../lib/members/reads.ts";
import type { MembershipTimeline } from "../../../lib/members/timeline.ts";
import { deleteMember } from "../../../lib/members/writes.ts";
import { Problem } from "../../../lib/shared/problem.ts";
import { startWorld, type World } from "../../support/world.ts";
import { type AnyEntry, anyBeginning, anyEntry, calendar, recount, saidAfter } from "../../unit/members/naive.ts";
import { openStream, settled, type Tallies } from "../statistics/stream.ts";
import { acting } from "./committee.ts";

let world: World;
let stream: Tallies;
let act: ReturnType<typeof acting>;
beforeAll(async () => {
  world = await startWorld();
  stream = await openStream(world);
  act = acting(world);
});
afterAll(async () => {
  stream.close();
  await world.close();
});

/** The committee's three cells by number, so that stories can be drawn before there is a committee. */
const places = ["0", "1", "2"];
const who = fc.nat({ max: 3 });
type Change =
  | { kind: "begin"; who: number; beginning: MembershipTimeline["initialState"]; gender: "female" | "male" | undefined }
  | { kind: "history"; who: number; entry: AnyEntry }
  | { kind: "delete"; who: number };
const gender = fc.constantFrom("female" as const, "male" as const, undefined);
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("begin" as const), who, beginning: anyBeginning(places), gender }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("history" as const), who, entry: anyEntry(places) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const), who }) },
);

type Known = { id: string; version: number; story: MembershipTimeline; gender: "female" | "male" | undefined };

/** Whether a write was accepted; faults of the input are an answer, all else is a failure of the test. */
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
  const cellAt = (place: string) => cells[Number(place)] ?? "";
  const begin = async (change: Extract<Change, { kind: "begin" }>) => {
    const beginning = { ...change.beginning, organisationId: cellAt(change.beginning.organisationId) };
    const member = known.get(change.who);
    const { gender: told } = change;
    if (!member) {
      const made = await accepted(act.create({ ...beginning, gender: told, fullName: `Đảng viên ${change.who}` }));
      if (made)
        known.set(change.who, {
          id: made.id,
          version: 1,
          story: { initialState: beginning, entries: [] },
          gender: told,
        });
      return;
    }
    const fields = { admittedOn: null, joinedOn: null, confirmedOn: null, confirmed: null, gender: null };
    const given = Object.entries({ ...beginning, gender: told }).filter(([, value]) => value !== undefined);
    const done = await accepted(act.patch(member.id, member.version, { ...fields, ...Object.fromEntries(given) }));
    if (!done) return;
    const story = { beginning, entries: member.story.entries };
    known.set(change.who, { ...member, version: done.version ?? 0, story, gender: told });
  };
  const add = async (change: Extract<Change, { kind: "history" }>) => {
    const member = known.get(change.who);
    if (!member) return;
    const { entries } = member.story;
    const readmittedTo = change.entry.readmittedTo && cellAt(change.entry.readmittedTo);
    const said = saidAfter(entries, { ...change.entry, cell: cellAt(change.entry.cell), readmittedTo });
    const { id } = await act.history(member.id, said);
    const story = { ...member.story, entries: [...entries, { ...said, id }] };
    known.set(change.who, { ...member, version: member.version + 1, story });
  };
  const drop = async (number: number) => {
    const member = known.get(number);
    if (member) await deleteMember(world.workAs(), member.id, { versions: [member.version] });
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

test("Through the use cases, figures of every level and lists of any day equal a recount", async () => {
  const carry = createStreamHandler([createRollUp(() => world.dependencies)]);
  await fc.assert(
    fc.asyncProperty(fc.array(anyChange, { minLength: 8, maxLength: 16 }), async (changes) => {
      const { top, ministry, tenantId, department, first, second, inner } = await act.committee();
      const { known, play } = players([first, second, inner]);
      for (const change of changes) await play(change);
      await settled(stream, (Records) => carry({ Records }));
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
      const states = [...known.values()].map((member) => ({ ...member, states: recount(member.story) }));
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
            female: there.filter(({ gender: told }) => told === "female").length,
            male: there.filter(({ gender: told }) => told === "male").length,
          });
          if (organisationId === ministry || organisationId === top) continue;
          const listed = await listMembers(world.workAs(), { organisationId, asOf: day }, { limit: 100 });
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
}, 60_000);
