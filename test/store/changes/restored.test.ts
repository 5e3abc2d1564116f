import { PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { listChanges } from "../../../lib/changes/feed.ts";
import { requestErasure } from "../../../lib/data-subjects/requests.ts";
import { table as contract } from "../../../lib/vocabulary/table.ts";
import { summaries, useFeed } from "./feed-fixtures.ts";

const original = useFeed({ perTest: true });
const restored = useFeed({ perTest: true });

/** Copies every item of the table to the other one, as a restore does; returns the stream records of it. */
const restore = async (mark: string): Promise<DynamoDBRecord[]> => {
  const [from, to] = [original.world, restored.world];
  const { Items = [] } = await from.documents.send(new ScanCommand({ TableName: from.tableName }));
  for (const item of Items)
    await to.documents.send(
      new PutCommand({ TableName: to.tableName, Item: { ...item, [contract.restoreAttribute]: mark } }),
    );
  return restored.stream.read();
};

/** Creates a committee, a member with several versions, another one, and a request for erasure; publishes all. */
const publishSome = async () => {
  const { first } = await original.act.committee();
  const member = await original.act.create({ organisationId: first, fullName: "Lê Văn Bình" });
  await original.act.patch(member.id, 1, { jobTitle: "Kế toán" });
  await original.act.history(member.id, { kind: "suspended", on: "2023-05-01" });
  const other = await original.act.create({ organisationId: first, fullName: "Trần Thị Lan" });
  await requestErasure(original.world.contextAs(), other.id);
  await original.processAll();
  return { first, member, published: await original.read() };
};

const idsOf = (changes: readonly { id: string }[]) => changes.map(({ id }) => id).sort();

test("Changes that were published before a restore are not published again, at whatever version their records are", async () => {
  const { published } = await publishSome();
  const records = await restore("first");
  expect(await restored.process(records)).toEqual([]);
  expect(await restored.read()).toEqual(published);
  expect([restored.published, restored.followed]).toEqual([[], []]);
  // A second restore of the same items, and records that are delivered twice.
  expect(await restored.process([...records, ...(await restore("second"))])).toEqual([]);
  expect(await restored.read()).toEqual(published);
  expect(restored.published).toEqual([]);
});

test("Changes that were not yet published when the table was copied are published once by the restore", async () => {
  const { first, member, published } = await publishSome();
  await original.act.patch(member.id, 3, { jobTitle: "Thủ quỹ" });
  const late = await original.act.create({ organisationId: first, fullName: "Vũ Thị Mai" });
  const records = await restore("first");
  expect(await restored.process(records)).toEqual([]);
  const feed = await restored.read();
  const added = feed.slice(published.length);
  expect(summaries(added).sort()).toEqual([`member.created ${late.id}`, `member.created ${member.id}`].sort());
  expect(restored.published).toHaveLength(2);
  await original.processAll();
  expect(idsOf(added)).toEqual(idsOf((await original.read()).slice(published.length)));
  expect(await restored.process(records)).toEqual([]);
  expect(await restored.read()).toEqual(feed);
});

test("Later changes of a restored record are published as usual", async () => {
  const { member, published } = await publishSome();
  await restored.process(await restore("first"));
  await restored.act.patch(member.id, 3, { jobTitle: "Thủ quỹ" });
  await restored.processAll();
  expect(summaries((await restored.read()).slice(published.length))).toEqual([`member.updated ${member.id}`]);
  expect(restored.published).toHaveLength(1);
});

test("A cursor after the restored moment is invalid, also when another entry has its number; an earlier cursor works", async () => {
  const { first } = await publishSome();
  const early = await original.page(0);
  await restored.process(await restore("first"));
  await original.act.create({ organisationId: first, fullName: "Vũ Thị Mai" });
  await original.processAll();
  const lost = await original.page(0);
  const next = ({ last, hashPrefix }: { last: number; hashPrefix: string | undefined }) =>
    listChanges(restored.world.contextAs(), { after: last, limit: 100, hashPrefix });
  const rejected = expect.objectContaining({ code: "invalid-cursor" });
  await expect(next(lost)).rejects.toEqual(rejected);
  const late = await restored.act.create({ organisationId: first, fullName: "Đỗ Văn Nam" });
  await restored.processAll();
  await expect(next(lost)).rejects.toEqual(rejected);
  const page = await next(early);
  expect(summaries(page.items)).toEqual([`member.created ${late.id}`]);
  expect(await next(page)).toEqual({ ...page, items: [] });
});
