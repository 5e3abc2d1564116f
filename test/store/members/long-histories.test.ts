import fc from "fast-check";
import type { MemberRecord } from "../../../lib/members/schema.ts";
import type { MembershipTimeline, TimelineEntry } from "../../../lib/members/timeline.ts";
import { deleteMember } from "../../../lib/members/writes.ts";
import { stagedIds } from "../../../lib/organisations/staged-changes.ts";
import { keys } from "../../../lib/table/keys.ts";
import type { Table } from "../../../lib/table/table.ts";
import { testOfManyWrites } from "../../support/many-writes.ts";
import { rejectionOf, useWorld } from "../../support/world.ts";
import { type NaiveState, recount } from "../../unit/members/naive.ts";
import { useRollUps } from "../statistics/stream.ts";
import { createCommitteeFixtures } from "./committee-fixtures.ts";

const world = useWorld();
const act = createCommitteeFixtures(world);
const { read, rollUp, settle } = useRollUps(world);

/** Days of entries, spread over months and years. */
const dayOf = (number: number) => new Date(Date.UTC(1960, 0, 1) + number * 13 * 86_400_000).toISOString().slice(0, 10);

type Committee = Awaited<ReturnType<typeof act.committee>>;

const levelsOf = ({ top, tenantId, department, first, second, inner }: Committee): [string, string[]][] => [
  [first, [first]],
  [second, [second]],
  [inner, [inner]],
  [department, [inner]],
  [tenantId, [first, second, inner]],
  [top, [first, second, inner]],
];

const nobody = { total: 0, official: 0, probationary: 0, mayVote: 0, female: 0, male: 0 };

const figuresOf = ({ official, suspended }: NaiveState, gender: "female" | "male") => ({
  ...nobody,
  total: 1,
  official: Number(official),
  probationary: Number(!official),
  mayVote: Number(official && !suspended),
  [gender]: 1,
});

type Counted = { timeline: MembershipTimeline; gender: "female" | "male" };

/** Compares the figures of levels on days with a recount of one member, or of none. */
const expectRecount = async (levels: readonly [string, string[]][], days: readonly string[], member?: Counted) => {
  const states = member && recount(member.timeline, days);
  for (const day of days) {
    const state = states?.get(day);
    for (const [organisationId, cells] of levels) {
      const expected =
        member && state?.counted && cells.includes(state.cell) ? figuresOf(state, member.gender) : nobody;
      expect([day, (await act.figures(organisationId, day)).members]).toEqual([day, expected]);
    }
  }
};

const kinds = [
  "transferred",
  "transferred",
  "transferred",
  "suspended",
  "resumed",
  "confirmed",
  "departed",
  "readmitted",
];
const anyEntry = fc.record({
  kind: fc.constantFrom(...kinds),
  on: fc.nat({ max: 1_500 }),
  cell: fc.nat({ max: 2 }),
});

testOfManyWrites(
  "A member with up to 200 entries can be corrected and deleted, and figures equal a recount at every step",
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyEntry, { minLength: 40, maxLength: 200, size: "max" }),
        fc.array(fc.nat({ max: 1_500 }), { minLength: 6, maxLength: 6 }),
        async (drawn, probes) => {
          const committee = await act.committee();
          const { first, second, inner, tenantId } = committee;
          const levels = levelsOf(committee);
          const cells = [first, second, inner];
          const { id } = await act.create({ organisationId: first, fullName: "A", gender: "female" });
          const entries: TimelineEntry[] = [];
          for (const { kind, on, cell } of drawn) {
            const organisationId = kind === "transferred" ? cells[cell] : undefined;
            const entry = { kind, on: dayOf(on), ...(organisationId ? { organisationId } : {}) };
            const added = await act.history(id, entry);
            entries.push({ ...entry, id: added.id } as TimelineEntry);
          }
          const days = [...new Set([...probes.map(dayOf), "1960-01-01", dayOf(1_501)])].sort();
          const timeline = { initialState: { organisationId: first }, entries };
          await settle();
          await expectRecount(levels, days, { timeline, gender: "female" });

          const version = entries.length + 1;
          const { organisationId: cell } = (await act.get(id)).record as MemberRecord;
          const correction = { organisationId: cell, beganIn: inner, gender: "male", admittedOn: "1965-05-05" };
          await act.patch(id, version, correction);
          const corrected = { initialState: { organisationId: inner, admittedOn: "1965-05-05" }, entries };
          const within = levels.slice(0, -1);
          await expectRecount(within, days, { timeline: corrected, gender: "male" });
          await settle();
          await expectRecount(levels, days, { timeline: corrected, gender: "male" });

          await deleteMember(world.contextAs(), id, { versions: [version + 1] });
          await expectRecount(within, days);
          await settle();
          await expectRecount(levels, days);
          const staged = await world.dependencies.table.get(keys.stagedChanges(tenantId));
          expect(stagedIds(staged)).toEqual([]);
          const { items } = await world.dependencies.table.query({ partition: keys.member(id).pk });
          expect(items).toEqual([]);
          for (const unit of cells) expect(await rejectionOf(act.deleteOrganisation(unit))).toBe("accepted");
        },
      ),
      { numRuns: 2 },
    );
  },
);

/** A table that fails all writes after a number of them. */
const failingAfter = (writes: number): Table => {
  let left = writes;
  const { table } = world.dependencies;
  return {
    ...table,
    write: async (batch) => {
      if (left-- <= 0) throw new Error("interrupted");
      await table.write(batch);
    },
  };
};

testOfManyWrites(
  "A member of 105 cells can be deleted, and figures are complete before, during and after the change is applied",
  async () => {
    const { tenantId, first } = await act.committee();
    const cells = [first];
    for (let i = 0; i < 104; i++)
      cells.push(await act.organisation({ kind: "cell", name: `Chi bộ ${i + 10}`, parentId: tenantId }));
    const { id } = await act.create({ organisationId: first, fullName: "A" });
    const days = cells.map((_, i) => dayOf(i * 10));
    for (const [i, organisationId] of cells.entries())
      if (i > 0) await act.history(id, { kind: "transferred", on: days[i], organisationId });
    await settle();
    const total = async (organisationId: string, day?: string) =>
      (await act.figures(organisationId, day)).members.total;
    expect([await total(cells[60] ?? "", days[60]), await total(tenantId)]).toEqual([1, 1]);
    await deleteMember(world.contextAs(), id, { versions: [105] });
    const expectNone = async () => {
      for (const i of [0, 30, 60, 104]) expect(await total(cells[i] ?? "", days[i])).toBe(0);
      expect(await total(tenantId)).toBe(0);
    };
    await expectNone();
    const records = await read();
    for (let parts = 1; parts < 4; parts++) {
      expect((await rollUp(records, failingAfter(parts))).batchItemFailures.length).toBeGreaterThan(0);
      await expectNone();
    }
    expect((await rollUp(records)).batchItemFailures).toEqual([]);
    expect((await rollUp(records)).batchItemFailures).toEqual([]);
    await settle();
    await expectNone();
    expect(await rejectionOf(act.deleteOrganisation(cells[60] ?? ""))).toBe("accepted");
  },
);
