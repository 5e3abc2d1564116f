import { BatchWriteCommand, DeleteCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { formatAnchor, parseAnchor } from "../../../infra/audit/anchors.ts";
import { verifyFeeds } from "../../../infra/audit/verify-feeds.ts";
import { feedsFor } from "../../../lib/changes/audience.ts";
import { type ChainedEntry, entryItemOf, type FeedEntry, nextEntry } from "../../../lib/changes/items.ts";
import { changeDigest } from "../../../lib/changes/resolve.ts";
import { ownLength } from "../../../lib/shared/ids.ts";
import { keys, root } from "../../../lib/table/keys.ts";
import { chainStart } from "../../../lib/vocabulary/chain.ts";
import { useWorld } from "../../support/world.ts";

const world = useWorld();
const length = 256;
/** A tenant that has every second change. */
const tenant = "t".repeat(ownLength);

const put = (Item: Record<string, unknown>) =>
  world.documents.send(new PutCommand({ TableName: world.tableName, Item }));
const remove = (Key: { pk: string; sk: string }) =>
  world.documents.send(new DeleteCommand({ TableName: world.tableName, Key }));
const set = (Key: { pk: string; sk: string }, name: string, value: unknown) =>
  world.documents.send(
    new UpdateCommand({
      TableName: world.tableName,
      Key,
      UpdateExpression: "SET #name = :value",
      ExpressionAttributeNames: { "#name": name },
      ExpressionAttributeValues: { ":value": value },
    }),
  );

const changes = (number: number) => JSON.stringify([{ field: "fullName", after: { value: `Người ${number}` } }]);

const changeOf = (number: number): FeedEntry => ({
  id: `change-${number}`,
  at: "2024-01-15T03:00:00.000Z",
  kind: "member",
  resourceId: `m${number}`,
  href: `/v1/members/m${number}`,
  client: "admin",
  record: `MEM#m${number}`,
  after: { path: number % 2 === 0 ? [tenant] : [], adminOnly: false },
  digest: changeDigest(`salt-${number}`, changes(number)),
});

type TableItem = Record<string, unknown>;
/** The most items of one BatchWriteItem. */
const batchLimit = 25;

const putAll = async (items: readonly TableItem[]) => {
  for (let at = 0; at < items.length; at += batchLimit) {
    const requests = items.slice(at, at + batchLimit).map((Item) => ({ PutRequest: { Item } }));
    await world.documents.send(new BatchWriteCommand({ RequestItems: { [world.tableName]: requests } }));
  }
};

/** Stores the feeds of 256 changes, as publishing does; returns their entries. */
const storeFeeds = async (): Promise<Map<string, ChainedEntry[]>> => {
  const feeds = new Map<string, ChainedEntry[]>([
    [root, []],
    [tenant, []],
  ]);
  const items: TableItem[] = [];
  for (let number = 1; number <= length; number += 1) {
    const change = changeOf(number);
    const numbers: Record<string, number> = {};
    for (const feed of feedsFor(change)) {
      const entries = feeds.get(feed) ?? [];
      const entry = nextEntry(feed, entries.at(-1) ?? { number: 0, hash: chainStart }, change);
      entries.push(entry);
      numbers[feed] = entry.number;
      items.push(entryItemOf(feed, entry));
    }
    const values = { salt: `salt-${number}`, changes: changes(number) };
    const { id, resourceId } = change;
    items.push({ ...keys.change({ pk: change.record, sk: "" }, id), id, resourceId, numbers, ...values });
  }
  for (const [feed, entries] of feeds) {
    const { number, hash } = entries.at(-1) as ChainedEntry;
    items.push({ ...keys.feedEnd(feed), number, hash, day: "2024-01-15" });
  }
  await putAll(items);
  return feeds;
};

const verify = (...anchors: string[]) => {
  const { documents, tableName } = world;
  return verifyFeeds({ dynamodb: documents, tableName }, anchors.map(parseAnchor));
};
const changeKey = (number: number) => keys.change({ pk: changeOf(number).record, sk: "" }, changeOf(number).id);

test("A table without changes has one feed without entries, and an anchor of an unknown feed is missing", async () => {
  expect(await verify()).toMatchObject({ valid: [{ feed: root, entries: 0 }], faults: [] });
  const hash = "A".repeat(43);
  expect((await verify(`elsewhere:1:${hash}`)).faults).toEqual([
    "elsewhere: Entry 1 of an anchor is missing. Verified: none of 0 entries.",
  ]);
  expect(parseAnchor(`4:${hash}`)).toEqual({ feed: root, number: 4, hash });
  for (const text of ["4", `x:${hash}`, `a b:4:${hash}`]) expect(() => parseAnchor(text)).toThrow("is not an anchor");
});

test("All feeds are verified up to their stored ends, also after an erasure of values", async () => {
  const feeds = await storeFeeds();
  const end = (feed: string, count: number) => ({ number: count, hash: feeds.get(feed)?.at(-1)?.hash });
  expect(await verify()).toEqual({
    valid: [
      { feed: root, entries: 256, withChanges: 256, end: end(root, 256) },
      { feed: tenant, entries: 128, withChanges: 128, end: end(tenant, 128) },
    ],
    faults: [],
  });
  await put({ ...changeKey(10), id: "change-10", resourceId: "m10", numbers: { [root]: 10, [tenant]: 5 } });
  expect((await verify()).valid.map(({ withChanges }) => withChanges)).toEqual([255, 127]);
  const anchor = formatAnchor({ feed: root, number: 19, hash: feeds.get(root)?.[18]?.hash ?? "" });
  expect((await verify(anchor)).faults).toEqual([]);
});

const entryKey = (number: number, feed = root) => keys.feedEntry(feed, number);

const tampers: readonly (readonly [name: string, tamper: () => Promise<unknown>, fault: RegExp])[] = [
  [
    "A missing entry in the middle",
    () => remove(entryKey(19)),
    /^ROOT: Entry 19 is missing\. Verified: 1 to 18 of 256 entries\.$/,
  ],
  ["A missing first entry", () => remove(entryKey(1)), /^ROOT: Entry 1 is missing\. Verified: none of 256 entries\.$/],
  ["A missing last entry", () => remove(entryKey(256)), /^ROOT: Entry 256 is missing\. Verified: 1 to 255 of 256/],
  ["A missing end", () => remove(keys.feedEnd(root)), /^ROOT: Entry 1 is behind the stored end/],
  ["An earlier end", () => set(keys.feedEnd(root), "number", 200), /^ROOT: The stored end differs from the last entry/],
  [
    "A later end",
    () => set(keys.feedEnd(root), "number", 300),
    /^ROOT: Entry 257 is missing\. Verified: 1 to 256 of 300/,
  ],
  ["Another hash of the end", () => set(keys.feedEnd(root), "hash", "A".repeat(43)), /The stored end differs/],
  ["A changed entry", () => set(entryKey(100), "client", "somebody"), /The hash of entry 100 does not match/],
  ["A changed value", () => set(changeKey(100), "changes", "[]"), /digest of the changes of entry 100 does not match/],
  ["A missing entry of an organisation", () => remove(entryKey(64, tenant)), /^t+: Entry 64 is missing/],
];

test.each(tampers)("%s is detected", async (_, tamper, fault) => {
  await storeFeeds();
  await tamper();
  expect((await verify()).faults).toEqual(expect.arrayContaining([expect.stringMatching(fault)]));
});

test("An end that is moved back with its hash is detected by the entries behind it, and a removed tail by other feeds", async () => {
  const feeds = await storeFeeds();
  const moveEnd = async (number: number) => {
    await set(keys.feedEnd(root), "number", number);
    await set(keys.feedEnd(root), "hash", feeds.get(root)?.[number - 1]?.hash);
  };
  await moveEnd(250);
  expect((await verify()).faults).toContainEqual(expect.stringMatching(/^ROOT: Entry 251 is behind the stored end/));
  for (let number = 251; number <= length; number += 1) await remove(entryKey(number));
  const { valid, faults } = await verify();
  expect(valid.map(({ feed, entries }) => [feed, entries])).toEqual([[root, 250]]);
  expect(faults).toEqual([expect.stringMatching(/^t+: Entry 252 of ROOT is missing: it ends at 250/)]);
  const anchor = formatAnchor({ feed: root, number: 256, hash: feeds.get(root)?.[255]?.hash ?? "" });
  expect((await verify(anchor)).faults).toContainEqual(
    expect.stringMatching(/^ROOT: Entry 256 of an anchor is missing\. Verified: 1 to 250 of 250 entries/),
  );
});
