import type { DynamoDBRecord } from "aws-lambda";
import fc from "fast-check";
import type { TimelineEntry } from "../../../lib/members/timeline.ts";
import { deleteMember } from "../../../lib/members/writes.ts";
import type { Table } from "../../../lib/table/table.ts";
import { testOfManyWrites } from "../../support/many-writes.ts";
import { useWorld } from "../../support/world.ts";
import { recount } from "../../unit/members/naive.ts";
import { createCommitteeFixtures } from "../members/committee-fixtures.ts";
import { useRollUps } from "../statistics/stream.ts";
import { createMoveFixtures } from "./move-fixtures.ts";

const world = useWorld();
const act = createMoveFixtures(world);
const people = createCommitteeFixtures(world);
const { read, rollUp, settle } = useRollUps(world);

const dayOf = (number: number) => new Date(Date.UTC(1980, 0, 1) + number * 37 * 86_400_000).toISOString().slice(0, 10);
const day = fc.nat({ max: 400 }).map(dayOf);

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

type Step = { kind: "move" | "correct" | "transfer" | "interrupt" | "settle"; on: string; number: number };
const anyStep: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom("move", "move", "correct", "transfer", "interrupt", "settle"),
  on: day,
  number: fc.nat({ max: 5 }),
});

testOfManyWrites(
  "Figures equal a recount at every step while moves and corrections of long histories are applied in parts",
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(day, fc.nat({ max: 2 })), { minLength: 50, maxLength: 70 }),
        fc.array(anyStep, { minLength: 6, maxLength: 10 }),
        fc.array(day, { minLength: 4, maxLength: 4 }),
        async (transfers, steps, probes) => {
          const { tenantId, department, first, second, inner } = await act.committee();
          const other = await act.organisation({
            kind: "departmental-committee",
            name: "Bộ phận 2",
            parentId: tenantId,
          });
          const cells = [first, second, inner];
          const parents = [department, other, tenantId];
          const placed: { from: string; parentId: string }[] = [{ from: "", parentId: department }];
          const { id } = await people.create({ organisationId: inner, fullName: "A", gender: "female" });
          const member = {
            beganIn: inner,
            gender: "female" as "female" | "male",
            version: 1,
            entries: [] as TimelineEntry[],
          };
          const interrupted: DynamoDBRecord[] = [];
          const transfer = async (on: string, cell: number) => {
            const entry = { kind: "transferred" as const, on, organisationId: cells[cell % 3] ?? "" };
            member.entries.push({ ...entry, id: (await people.history(id, entry)).id });
            member.version++;
          };
          const units = [...cells, department, other, tenantId];
          const countedOn = (probe: string): readonly string[] => {
            const timeline = { initialState: { organisationId: member.beganIn }, entries: member.entries };
            const cell = recount(timeline, [probe]).get(probe)?.cell ?? "";
            const parent = placed.toSorted((a, b) => (a.from < b.from ? -1 : 1)).findLast(({ from }) => from <= probe);
            return [cell, tenantId, ...(cell === inner && parent ? [parent.parentId] : [])];
          };
          const expectRecount = async () => {
            for (const probe of probes)
              for (const unit of units) {
                const { total, [member.gender]: ofGender } = (await act.figures(unit, probe)).members;
                const expected = Number(countedOn(probe).includes(unit));
                expect([probe, units.indexOf(unit), total, ofGender]).toEqual([
                  probe,
                  units.indexOf(unit),
                  expected,
                  expected,
                ]);
              }
          };
          const take: Record<Step["kind"], (step: Step) => Promise<unknown>> = {
            move: async ({ on, number }) => {
              const parentId = parents[number % 3] ?? "";
              await act.moved(inner, parentId, on);
              placed.splice(0, placed.length, ...placed.filter(({ from }) => from !== on), { from: on, parentId });
            },
            correct: async ({ number }) => {
              member.gender = member.gender === "female" ? "male" : "female";
              member.beganIn = cells[number % 3] ?? "";
              await people.patch(id, member.version++, { gender: member.gender, beganIn: member.beganIn });
            },
            transfer: ({ on, number }) => transfer(on, number),
            interrupt: async ({ number }) => {
              const records = await read();
              interrupted.push(...records);
              await rollUp(records, failingAfter(number));
            },
            settle,
          };
          for (const [on, cell] of transfers) await transfer(on, cell);
          for (const step of steps) {
            await take[step.kind](step);
            await expectRecount();
          }
          await rollUp(interrupted);
          await settle();
          await expectRecount();
          await deleteMember(world.contextAs(), id, { versions: [member.version] });
          for (const unit of units) expect((await act.figures(unit, probes[0])).members.total).toBe(0);
          await settle();
          for (const unit of units) expect((await act.figures(unit, probes[0])).members.total).toBe(0);
        },
      ),
      { numRuns: 2 },
    );
  },
);
