import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { listAudit } from "../../../lib/changes/audit.ts";
import { listChanges } from "../../../lib/changes/feed.ts";
import { readEntry } from "../../../lib/changes/items.ts";
import { feedShards, keys, root, shardCount, shardedFrom } from "../../../lib/table/keys.ts";
import { readAll } from "../../../lib/table/read-all.ts";
import { acting } from "../members/committee.ts";
import { type Newsroom, startNewsroom } from "./newsroom.ts";

const before = shardedFrom - 4;
let room: Newsroom;
let act: ReturnType<typeof acting>;
beforeEach(async () => {
  room = await startNewsroom();
  act = acting(room.world);
  const { documents, tableName } = room.world;
  const end = { ...keys.feedEnd(root), number: before, hash: "", day: "2024-01-01" };
  await documents.send(new PutCommand({ TableName: tableName, Item: end }));
});
afterEach(() => room.close());

/** A committee, and a member whose job changes a few times. */
const anything = async () => {
  const { first } = await act.committee();
  const member = await act.create({ organisationId: first, fullName: "Lê Văn Bình" });
  for (let version = 1; version <= 30; version++) await act.patch(member.id, version, { jobTitle: `Việc ${version}` });
  await room.tellAll();
  return member;
};

const entriesIn = async (partition: string) =>
  (await readAll(room.world.dependencies.table, { partition, prefix: "ENTRY#" })).map(readEntry);

/** The feed of the root from a number on, by pages of a size. */
const follow = async (from: number, limit: number) => {
  const pages: string[][] = [];
  for (let after = from; ; ) {
    const { items, last, more } = await listChanges(room.world.workAs(), { after, limit });
    if (items.length > 0) pages.push(items.map(({ id }) => id));
    if (last === after) return { pages, more };
    after = last;
  }
};

test("A feed that has grown large goes on in several partitions, each of which takes every eighth entry", async () => {
  await anything();
  const [old = "", ...others] = [...feedShards(root, 1), ...feedShards(root, shardedFrom)];
  expect((await entriesIn(old)).map(({ number }) => number)).toEqual([
    shardedFrom - 3,
    shardedFrom - 2,
    shardedFrom - 1,
  ]);
  const lanes = await Promise.all(others.map(entriesIn));
  expect(lanes).toHaveLength(shardCount);
  for (const [lane, entries] of lanes.entries()) {
    expect(entries.length).toBeGreaterThan(1);
    expect(new Set(entries.map(({ number }) => number % shardCount))).toEqual(new Set([lane]));
  }
});

test("Whoever follows it reads every entry once and in order, whatever the size of pages", async () => {
  await anything();
  const all = (await Promise.all([...feedShards(root, 1), ...feedShards(root, shardedFrom)].map(entriesIn)))
    .flat()
    .sort((a, b) => a.number - b.number);
  expect(all.map(({ number }, i) => number - i)).toEqual(all.map(() => before + 1));
  for (const limit of [1, 2, 7, 8, 9, 100])
    expect((await follow(before, limit)).pages.flat()).toEqual(all.map(({ id }) => id));
});

test("Nothing is said to follow where a feed ends", async () => {
  await anything();
  expect((await follow(before, 100)).more).toBe(false);
  expect(await listChanges(room.world.workAs(), { after: shardedFrom - 1, limit: 100 })).toMatchObject({ more: false });
});

test("A page says that more follows where the next entry stands in another partition", async () => {
  await anything();
  expect(await listChanges(room.world.workAs(), { after: shardedFrom - 2, limit: 100 })).toMatchObject({
    last: shardedFrom - 1,
    more: true,
  });
});

test("A page stops where one partition does not show its entry yet", async () => {
  await anything();
  const { documents, tableName } = room.world;
  await documents.send(new DeleteCommand({ TableName: tableName, Key: keys.feedEntry(root, shardedFrom + 10) }));
  const page = await listChanges(room.world.workAs(), { after: shardedFrom - 1, limit: 100 });
  expect(page).toMatchObject({ last: shardedFrom + 9, more: false });
});

test("The audit of a record finds its entries in every partition, and they are one chain", async () => {
  const member = await anything();
  const { items } = await listAudit(room.world.workAs(), { resource: member.id }, { limit: 100 });
  expect(items).toHaveLength(31);
  const [first, ...others] = items;
  let previous = first;
  for (const entry of others) {
    expect(entry).toMatchObject({ number: Number(previous?.number) + 1, previous: previous?.hash });
    previous = entry;
  }
});
