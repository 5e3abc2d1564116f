import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { listAudit } from "../../../lib/changes/audit.ts";
import { feedShards, keys, root, shardCount, shardedFrom } from "../../../lib/table/keys.ts";
import { useFeed } from "./feed-fixtures.ts";

const before = shardedFrom - 4;
const feed = useFeed({ perTest: true });
beforeEach(async () => {
  const { documents, tableName } = feed.world;
  const end = { ...keys.feedEnd(root), number: before, hash: "", day: "2024-01-01" };
  await documents.send(new PutCommand({ TableName: tableName, Item: end }));
});

/** A committee, and a member that was changed thirty times. */
const createChanges = async () => {
  const { first } = await feed.act.committee();
  const member = await feed.act.create({ organisationId: first, fullName: "Lê Văn Bình" });
  for (let version = 1; version <= 30; version++)
    await feed.act.patch(member.id, version, { jobTitle: `Việc ${version}` });
  await feed.processAll();
  return member;
};

const entriesIn = (partition: string) => feed.entriesOf(root, partition);

/** The ids in the feed of the root after a number, read by pages of a size. */
const follow = async (from: number, limit: number) => {
  const ids: string[] = [];
  for (let after = from; ; ) {
    const { items, last, more } = await feed.page(after, limit);
    ids.push(...items.map(({ id }) => id));
    if (last === after) return { ids, more };
    after = last;
  }
};

test("A large feed continues in eight partitions, each with every eighth entry", async () => {
  await createChanges();
  const [old = "", ...others] = [...feedShards(root, 1), ...feedShards(root, shardedFrom)];
  expect((await entriesIn(old)).map(({ number }) => number)).toEqual([
    shardedFrom - 3,
    shardedFrom - 2,
    shardedFrom - 1,
  ]);
  const shards = await Promise.all(others.map(entriesIn));
  expect(shards).toHaveLength(shardCount);
  for (const [shard, entries] of shards.entries()) {
    expect(entries.length).toBeGreaterThan(1);
    expect(new Set(entries.map(({ number }) => number % shardCount))).toEqual(new Set([shard]));
  }
});

test("A reader of a sharded feed gets every entry once and in order, with any page size", async () => {
  await createChanges();
  const all = (await Promise.all([...feedShards(root, 1), ...feedShards(root, shardedFrom)].map(entriesIn)))
    .flat()
    .sort((a, b) => a.number - b.number);
  expect(all.map(({ number }, i) => number - i)).toEqual(all.map(() => before + 1));
  for (const limit of [1, 2, 7, 8, 9, 100]) expect((await follow(before, limit)).ids).toEqual(all.map(({ id }) => id));
});

test("The last page of a sharded feed says that no more follows", async () => {
  await createChanges();
  expect((await follow(before, 100)).more).toBe(false);
  expect(await feed.page(shardedFrom - 1)).toMatchObject({ more: false });
});

test("A page says that more follows if the next entry is in another partition", async () => {
  await createChanges();
  expect(await feed.page(shardedFrom - 2)).toMatchObject({
    last: shardedFrom - 1,
    more: true,
  });
});

test("A page ends where one partition does not show its entry yet", async () => {
  await createChanges();
  const { documents, tableName } = feed.world;
  await documents.send(new DeleteCommand({ TableName: tableName, Key: keys.feedEntry(root, shardedFrom + 10) }));
  const page = await feed.page(shardedFrom - 1);
  expect(page).toMatchObject({ last: shardedFrom + 9, more: false });
});

test("The audit of a record finds its entries in all partitions, and they form one chain", async () => {
  const member = await createChanges();
  const { items } = await listAudit(feed.world.contextAs(), { resource: member.id }, { limit: 100 });
  expect(items).toHaveLength(31);
  const [first, ...others] = items;
  let previous = first;
  for (const entry of others) {
    expect(entry).toMatchObject({ number: Number(previous?.number) + 1, previous: previous?.hash });
    previous = entry;
  }
});
