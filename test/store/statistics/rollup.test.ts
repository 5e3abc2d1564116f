import type { DynamoDBRecord } from "aws-lambda";
import { deleteMember } from "../../../lib/members/writes.ts";
import { keys } from "../../../lib/table/keys.ts";
import { useWorld } from "../../support/world.ts";
import { createCommitteeFixtures } from "../members/committee-fixtures.ts";
import { useRollUps } from "./stream.ts";

const world = useWorld();
const act = createCommitteeFixtures(world);
const stream = useRollUps(world);

const { rollUp, settle } = stream;
const membersOf = async (organisationId: string, day?: string) => (await act.figures(organisationId, day)).members;

test("The counters of an unused committee that changes parent are rolled up to the new parent only", async () => {
  const { top, ministry } = await act.committee();
  const other = await act.organisation({ kind: "superior-committee", name: "Đảng bộ khác", parentId: top });
  const tenantId = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ Trường", parentId: ministry });
  const cell = await act.organisation({ kind: "cell", name: "Chi bộ", parentId: tenantId });
  const { id } = await act.create({ organisationId: cell, fullName: "A" });
  await settle();
  expect(await membersOf(ministry)).toMatchObject({ total: 1 });
  await deleteMember(world.contextAs(), id, { versions: [1] });
  await act.deleteOrganisation(cell);
  await act.patchOrganisation(tenantId, 1, { parentId: other });
  const next = await act.organisation({ kind: "cell", name: "Chi bộ", parentId: tenantId });
  await act.create({ organisationId: next, fullName: "B" });
  await settle();
  expect(await membersOf(ministry)).toMatchObject({ total: 0 });
  expect(await membersOf(other)).toMatchObject({ total: 1 });
  expect(await membersOf(top)).toMatchObject({ total: 1 });
});

test("The counters of a deleted committee are removed from its superiors", async () => {
  const { ministry } = await act.committee();
  const tenantId = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ Trường", parentId: ministry });
  const cell = await act.organisation({ kind: "cell", name: "Chi bộ", parentId: tenantId });
  const { id } = await act.create({ organisationId: cell, fullName: "A" });
  await settle();
  await deleteMember(world.contextAs(), id, { versions: [1] });
  await act.deleteOrganisation(cell);
  await act.deleteOrganisation(tenantId);
  await settle();
  expect(await membersOf(ministry)).toMatchObject({ total: 0 });
  expect(await world.dependencies.table.get(keys.rollUpCheckpoint(tenantId, "TALLY"))).toBeUndefined();
});

test("A corrupt stream record is reported, and the others are rolled up", async () => {
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
  const response = await rollUp([corrupt, ...(await stream.read())]);
  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: "7" }] });
  expect(stream.failed).toEqual(["7"]);
  expect(await membersOf(ministry)).toMatchObject({ total: 1 });
  await settle();
});

test("The counters below a deleted superior are removed from its own superiors, for every day", async () => {
  const { top, ministry } = await act.committee();
  const between = await act.organisation({ kind: "superior-committee", name: "Đảng bộ khối", parentId: top });
  const tenantId = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ Trường", parentId: between });
  const cell = await act.organisation({ kind: "cell", name: "Chi bộ", parentId: tenantId });
  const { id } = await act.create({ organisationId: cell, fullName: "A", joinedOn: "2020-01-31" });
  await settle();
  expect((await act.figures(top, "2020-02-01")).members).toMatchObject({ total: 1 });
  await deleteMember(world.contextAs(), id, { versions: [1] });
  await act.deleteOrganisation(cell);
  await act.patchOrganisation(tenantId, 1, { parentId: ministry });
  await act.deleteOrganisation(between);
  await settle();
  for (const day of ["2020-01-31", "2020-02-01", "2021-01-01"])
    expect((await act.figures(top, day)).members).toMatchObject({ total: 0 });
});
