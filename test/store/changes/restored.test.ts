import { PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { listChanges } from "../../../lib/changes/feed.ts";
import { requestErasure } from "../../../lib/data-subjects/requests.ts";
import { table as contract } from "../../../lib/vocabulary/table.ts";
import { acting } from "../members/committee.ts";
import { type Newsroom, said, startNewsroom } from "./newsroom.ts";

let [before, after]: Newsroom[] = [];
let act: ReturnType<typeof acting>;
beforeEach(async () => {
  [before, after] = await Promise.all([startNewsroom(), startNewsroom()]);
  act = acting(before.world);
});
afterEach(() => Promise.all([before?.close(), after?.close()]));

const both = () => {
  if (!before || !after) throw new Error("Both rooms are open");
  return { before, after };
};

/** Puts every item of one table into another, as a restore does; gives the stream records of it. */
const restore = async (mark: string): Promise<DynamoDBRecord[]> => {
  const rooms = both();
  const from = rooms.before.world;
  const to = rooms.after.world;
  const { Items = [] } = await from.documents.send(new ScanCommand({ TableName: from.tableName }));
  for (const item of Items)
    await to.documents.send(
      new PutCommand({ TableName: to.tableName, Item: { ...item, [contract.restoreAttribute]: mark } }),
    );
  return rooms.after.stream.read();
};

/** A committee, a member whose record has gone through versions, one who was deleted, and a request for erasure. */
const story = async () => {
  const { tenantId, first } = await act.committee();
  const member = await act.create({ organisationId: first, fullName: "Lê Văn Bình" });
  await act.patch(member.id, 1, { jobTitle: "Kế toán" });
  await act.history(member.id, { kind: "suspended", on: "2023-05-01" });
  const other = await act.create({ organisationId: first, fullName: "Trần Thị Lan" });
  await requestErasure(both().before.world.workAs(), other.id);
  return { tenantId, first, member };
};

test("What was told before its table was restored is told nowhere again, whatever versions its records had come to", async () => {
  await story();
  const rooms = both();
  await rooms.before.tellAll();
  const told = await rooms.before.feed();
  const records = await restore("first");
  expect(await rooms.after.tell(records)).toEqual([]);
  expect(await rooms.after.feed()).toEqual(told);
  expect([rooms.after.published, rooms.after.started]).toEqual([[], []]);
  // A second restore of the same items, and records that come twice.
  expect(await rooms.after.tell([...records, ...(await restore("second"))])).toEqual([]);
  expect(await rooms.after.feed()).toEqual(told);
  expect(rooms.after.published).toEqual([]);
});

test("What had not been told yet when its table was copied is told by the restore, once", async () => {
  const { first, member } = await story();
  const rooms = both();
  await rooms.before.tellAll();
  const told = await rooms.before.feed();
  await act.patch(member.id, 3, { jobTitle: "Thủ quỹ" });
  const late = await act.create({ organisationId: first, fullName: "Vũ Thị Mai" });
  const records = await restore("first");
  expect(await rooms.after.tell(records)).toEqual([]);
  const feed = await rooms.after.feed();
  const expected = [`member.created ${late.id}`, `member.created ${member.id}`];
  expect(said(feed.slice(told.length)).sort()).toEqual(expected.sort());
  expect(rooms.after.published).toHaveLength(2);
  await rooms.before.tellAll();
  const usual = (await rooms.before.feed()).slice(told.length);
  expect(
    feed
      .slice(told.length)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(usual.map(({ id }) => id).sort());
  expect(await rooms.after.tell(records)).toEqual([]);
  expect(await rooms.after.feed()).toEqual(feed);
});

test("A record that was put back changes as any other afterwards", async () => {
  const { member } = await story();
  const rooms = both();
  await rooms.before.tellAll();
  await rooms.after.tell(await restore("first"));
  const told = await rooms.after.feed();
  await acting(rooms.after.world).patch(member.id, 3, { jobTitle: "Thủ quỹ" });
  await rooms.after.tellAll();
  expect(said((await rooms.after.feed()).slice(told.length))).toEqual([`member.updated ${member.id}`]);
  expect(rooms.after.published).toHaveLength(1);
});

test("A reader that has come beyond what the table was restored to is told so; one that has not goes on", async () => {
  const { first } = await story();
  const rooms = both();
  await rooms.before.tellAll();
  const here = await listChanges(rooms.before.world.workAs(), { after: 0, limit: 100 });
  await rooms.after.tell(await restore("first"));
  // What is lost, and what is written instead, under the same number.
  await act.create({ organisationId: first, fullName: "Vũ Thị Mai" });
  await rooms.before.tellAll();
  const beyond = await listChanges(rooms.before.world.workAs(), { after: 0, limit: 100 });
  const goOn = ({ last, hashPrefix }: { last: number; hashPrefix: string | undefined }) =>
    listChanges(rooms.after.world.workAs(), { after: last, limit: 100, hashPrefix });
  const lost = expect.objectContaining({ code: "invalid-cursor" });
  await expect(goOn(beyond)).rejects.toEqual(lost);
  const late = await acting(rooms.after.world).create({ organisationId: first, fullName: "Đỗ Văn Nam" });
  await rooms.after.tellAll();
  await expect(goOn(beyond)).rejects.toEqual(lost);
  const next = await goOn(here);
  expect(said(next.items)).toEqual([`member.created ${late.id}`]);
  expect(await goOn(next)).toEqual({ ...next, items: [] });
});
