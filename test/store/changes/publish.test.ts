import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import fc from "fast-check";
import { chainedFields } from "../../../lib/changes/items.ts";
import { keys, root } from "../../../lib/table/keys.ts";
import { hashOf } from "../../../lib/vocabulary/chain.ts";
import { summaries, useFeed } from "./feed-fixtures.ts";

const feed = useFeed({ perTest: true });

/** A committee with a member that was changed three times. */
const createChanges = async () => {
  const committee = await feed.act.committee();
  const member = await feed.act.create({ organisationId: committee.first, fullName: "Lê Văn Bình", memberNumber: "7" });
  for (const [i, jobTitle] of ["Kế toán", "Thủ quỹ", "Văn thư"].entries())
    await feed.act.patch(member.id, i + 1, { jobTitle });
  return { ...committee, member };
};

/** Expects numbers without gaps, each entry with the hash of the one before. */
const expectChain = async (name: string) => {
  let previous = "";
  const entries = await feed.entriesOf(name);
  entries.forEach((entry, i) => {
    expect(entry).toMatchObject({ number: i + 1, previous });
    expect(hashOf(chainedFields(name, entry))).toBe(entry.hash);
    previous = entry.hash;
  });
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  return entries;
};

test("However often and in whatever order shards are processed, a change is in every feed once and the chain verifies", async () => {
  const { tenantId, top } = await createChanges();
  const records = await feed.stream.read();
  const byItem = Map.groupBy(records, ({ dynamodb }) => `${dynamodb?.Keys?.pk?.S} ${dynamodb?.Keys?.sk?.S}`);
  const items = [...byItem.values()];
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(items, { minLength: items.length, maxLength: items.length }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
      async (shards, sizes) => {
        // Each item's own records keep their order; batches of any size overlap.
        const ordered = shards.flat();
        for (let at = 0, i = 0; at < ordered.length; i++) {
          const size = sizes[i % sizes.length] ?? 1;
          expect(await feed.process(ordered.slice(Math.max(0, at - 2), at + size))).toEqual([]);
          at += size;
        }
        await expectChain(tenantId);
        await expectChain(top);
        await expectChain(root);
      },
    ),
    { numRuns: 5 },
  );
  const kinds = (await expectChain(tenantId)).map(({ kind }) => kind).sort();
  expect(kinds).toEqual(["member", "member", "member", "member", ...Array(5).fill("organisation")]);
});

test("Concurrent publishers give every change a number of its own", async () => {
  const { tenantId } = await createChanges();
  await feed.act.committee();
  const records = await feed.stream.read();
  const shards = [0, 1, 2].map((shard) => records.filter((_, i) => i % 3 === shard));
  const failed = await Promise.all([...shards, records].map((shard) => feed.process(shard)));
  // A publisher that loses too many conflicts reports its records, which are processed again.
  const again = records.filter(({ dynamodb }) => failed.flat().includes(dynamodb?.SequenceNumber ?? ""));
  expect(await feed.process(again)).toEqual([]);
  await expectChain(tenantId);
  expect(await expectChain(root)).toHaveLength(4 + 8 + 6);
});

test("A record without a known organisation is reported as failed and does not block other records", async () => {
  const { tenantId } = await createChanges();
  const image = { pk: { S: "MEM#x" }, sk: { S: "META" }, version: { N: "1" }, organisationId: { S: "nowhere" } };
  const poison: DynamoDBRecord = {
    eventName: "INSERT",
    dynamodb: {
      SequenceNumber: "666",
      Keys: { pk: image.pk, sk: image.sk },
      NewImage: { ...image, tenantId: { S: "none" } },
    },
  };
  expect(await feed.process([poison, ...(await feed.stream.read())])).toEqual(["666"]);
  expect(feed.logged).toEqual(["666"]);
  expect(await expectChain(tenantId)).toHaveLength(9);
});

test("A page of a feed ends at a missing number, because a query may see part of a transaction", async () => {
  await createChanges();
  await feed.processAll();
  const { documents, dependencies, tableName } = feed.world;
  const before = await feed.page(0);
  await documents.send(new DeleteCommand({ TableName: tableName, Key: keys.feedEntry(root, 5) }));
  const page = await feed.page(0);
  expect(summaries(page.items)).toEqual(summaries(before.items.slice(0, 4)));
  expect(page).toMatchObject({ last: 4, more: false });
  expect(await dependencies.table.get(keys.feedEntry(root, 6))).toBeDefined();
  expect((await feed.page(4)).items).toEqual([]);
});

test("Events that the bus did not accept are sent when the records are processed again", async () => {
  await createChanges();
  const records = await feed.stream.read();
  const down = async () => {
    throw new Error("The bus is down");
  };
  const failed = await feed.process(records, { sendEvents: down });
  expect(failed.length).toBeGreaterThan(0);
  expect(feed.published).toEqual([]);
  expect(await feed.process(records)).toEqual([]);
  const entries = await expectChain(root);
  expect(feed.published.map(({ id }) => id)).toEqual(entries.map(({ id }) => id));
});
