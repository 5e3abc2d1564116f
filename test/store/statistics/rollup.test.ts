import type { DynamoDBRecord } from "aws-lambda";
import fc from "fast-check";
import { createRollUp } from "../../../functions/stream-processor/roll-up.ts";
import { createStreamHandler } from "../../../functions/stream-processor/stream-handler.ts";
import { deleteMember } from "../../../lib/members/writes.ts";
import { organisationInput } from "../../../lib/organisations/schema.ts";
import { deleteOrganisation, updateOrganisation } from "../../../lib/organisations/writes.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import { keys } from "../../../lib/table/keys.ts";
import type { Table } from "../../../lib/table/table.ts";
import { useWorld } from "../../support/world.ts";
import { acting } from "../members/committee.ts";
import { openStream, settled, type Tallies } from "./stream.ts";

const world = useWorld();
const act = acting(world);
const stream = useRollUps(world);

const logged: string[] = [];
const carry = (records: DynamoDBRecord[], table: Table = world.dependencies.table) =>
  createStreamHandler([createRollUp(() => ({ table }))], (recordId) => logged.push(recordId))({
    Records: records,
  });

const settle = () => settled(stream, carry);

const membersOf = async (organisationId: string, day?: string) => (await act.figures(organisationId, day)).members;
const moveUnder = (id: string, version: number, parentId: string) =>
  updateOrganisation(world.workAs(), id, { versions: [version] }, (current) =>
    validateInput(organisationInput, mergePatch(current, { parentId })),
  );

test("What a committee counts is carried to every level above it, of any day", async () => {
  const { top, ministry, tenantId, first, inner } = await act.committee();
  const ofMinistry = await act.organisation({ kind: "cell", name: "Chi bộ cơ quan", parentId: ministry });
  await act.create({ organisationId: first, fullName: "A", joinedOn: "2020-01-31", confirmedOn: "2021-01-31" });
  await act.create({ organisationId: inner, fullName: "B", gender: "female" });
  await act.create({ organisationId: ofMinistry, fullName: "C", joinedOn: "2020-02-01" });
  await settle();
  expect(await membersOf(tenantId, "2020-02-01")).toMatchObject({ total: 2, official: 0, female: 1 });
  for (const above of [ministry, top]) {
    expect(await membersOf(above, "2020-01-30")).toMatchObject({ total: 1, official: 0, female: 1 });
    expect(await membersOf(above, "2020-02-01")).toMatchObject({ total: 3, official: 0, female: 1 });
    expect(await membersOf(above)).toMatchObject({ total: 3, official: 1, female: 1 });
    expect((await act.figures(above)).cells).toBe(4);
  }
});

test("A committee that hangs elsewhere takes what it has carried along", async () => {
  const { top, ministry } = await act.committee();
  const other = await act.organisation({ kind: "superior-committee", name: "Đảng bộ khác", parentId: top });
  const tenantId = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ Trường", parentId: ministry });
  const cell = await act.organisation({ kind: "cell", name: "Chi bộ", parentId: tenantId });
  const { id } = await act.create({ organisationId: cell, fullName: "A" });
  await settle();
  expect(await membersOf(ministry)).toMatchObject({ total: 1 });
  await deleteMember(world.workAs(), id, { versions: [1] });
  await deleteOrganisation(world.workAs(), cell, { versions: [1] });
  await moveUnder(tenantId, 1, other);
  const again = await act.organisation({ kind: "cell", name: "Chi bộ", parentId: tenantId });
  await act.create({ organisationId: again, fullName: "B" });
  await settle();
  expect(await membersOf(ministry)).toMatchObject({ total: 0 });
  expect(await membersOf(other)).toMatchObject({ total: 1 });
  expect(await membersOf(top)).toMatchObject({ total: 1 });
});

test("A committee that is deleted before its figures were carried leaves nothing behind above it", async () => {
  const { ministry } = await act.committee();
  const tenantId = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ Trường", parentId: ministry });
  const cell = await act.organisation({ kind: "cell", name: "Chi bộ", parentId: tenantId });
  const { id } = await act.create({ organisationId: cell, fullName: "A" });
  await settle();
  await deleteMember(world.workAs(), id, { versions: [1] });
  await deleteOrganisation(world.workAs(), cell, { versions: [1] });
  await deleteOrganisation(world.workAs(), tenantId, { versions: [1] });
  await settle();
  expect(await membersOf(ministry)).toMatchObject({ total: 0 });
  expect(await world.dependencies.table.get(keys.rollUpCheckpoint(tenantId, "TALLY"))).toBeUndefined();
});

test("A record that is no tally of ours is reported, and the others are carried", async () => {
  const { ministry, first } = await act.committee();
  await act.create({ organisationId: first, fullName: "A" });
  const corrupt: DynamoDBRecord = {
    eventName: "MODIFY",
    dynamodb: {
      SequenceNumber: "7",
      Keys: { pk: { S: `ORG#${ministry}` }, sk: { S: "TALLY" } },
      NewImage: { pk: { S: `ORG#${ministry}` }, sk: { S: "TALLY" }, n: { N: "1" }, "2020:x": { N: "1" } },
    },
  };
  const answer = await carry([corrupt, ...(await stream.read())]);
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "7" }] });
  expect(logged).toEqual(["7"]);
  expect(await membersOf(ministry)).toMatchObject({ total: 1 });
  await settle();
});

/** How a batch may reach the function: from the last record to the first, at two functions at once, or cut off at the n-th write. */
type Delivery = { backwards: boolean; twice: boolean; cutOff: { at: number; written: boolean } | null };
const anyDelivery: fc.Arbitrary<Delivery> = fc.record({
  backwards: fc.boolean(),
  twice: fc.boolean(),
  cutOff: fc.option(fc.record({ at: fc.nat({ max: 3 }), written: fc.boolean() })),
});

test("Whatever comes twice, in another order, or is cut off, every level counts right in the end", async () => {
  const { top, ministry, tenantId, first, second } = await act.committee();
  const sister = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ Trường", parentId: ministry });
  const cells = [first, second, await act.organisation({ kind: "cell", name: "Chi bộ", parentId: sister })];
  await settle();
  const anyMember = fc.record({ cell: fc.constantFrom(...cells), joined: fc.constantFrom("2019-12-31", "2020-01-01") });
  const created: { cell: string; joined: string }[] = [];
  const deliver = async (records: DynamoDBRecord[], { backwards, twice, cutOff }: Delivery) => {
    if (cutOff) await carry(records, failing(world.dependencies.table, cutOff));
    await Promise.all(twice ? [carry(records), carry(records)] : [carry(records)]);
    if (backwards) for (const record of records.toReversed()) await carry([record]);
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyMember, { minLength: 1, maxLength: 4 }),
      fc.array(anyDelivery),
      async (members, deliveries) => {
        for (const { cell, joined } of members) {
          await act.create({ organisationId: cell, fullName: "A", joinedOn: joined });
          created.push({ cell, joined });
        }
        const held: DynamoDBRecord[] = [];
        for (const delivery of deliveries) {
          held.push(...(await stream.read()));
          await deliver(held, delivery);
        }
        await settle();
        for (const day of ["2019-12-31", "2020-01-01"]) {
          const total = created.filter(({ joined }) => joined <= day).length;
          const ofTenant = created.filter(({ joined, cell }) => joined <= day && cell !== cells[2]).length;
          expect(await membersOf(tenantId, day)).toMatchObject({ total: ofTenant });
          expect(await membersOf(ministry, day)).toMatchObject({ total });
          expect(await membersOf(top, day)).toMatchObject({ total });
        }
      },
    ),
    { numRuns: 15 },
  );
}, 60_000);

/** A table whose n-th write, and all behind it, fail: before anything is written, or with the answer lost on its way. */
const failing = (table: Table, { at, written }: { at: number; written: boolean }): Table => {
  let writes = 0;
  return {
    ...table,
    write: async (some) => {
      const fails = writes++ >= at;
      if (!fails || written) await table.write(some);
      if (fails) throw new Error("cut off");
    },
  };
};
