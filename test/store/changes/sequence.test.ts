import type { DynamoDBRecord } from "aws-lambda";
import fc from "fast-check";
import { listChanges } from "../../../lib/changes/feed.ts";
import { chainedFields, readEntry } from "../../../lib/changes/items.ts";
import { keys, root } from "../../../lib/table/keys.ts";
import { readAll } from "../../../lib/table/read-all.ts";
import { hashOf } from "../../../lib/vocabulary/chain.ts";
import { acting } from "../members/committee.ts";
import { type Newsroom, said, startNewsroom } from "./newsroom.ts";

let room: Newsroom;
let act: ReturnType<typeof acting>;
beforeEach(async () => {
  room = await startNewsroom();
  act = acting(room.world);
});
afterEach(() => room.close());

const entriesOf = async (feed: string) => {
  const { pk } = keys.feedEntry(feed, 0);
  return (await readAll(room.world.dependencies.table, { partition: pk, prefix: "ENTRY#" })).map(readEntry);
};

/** A committee with a member whose story goes on for a while. */
const anything = async () => {
  const committee = await act.committee();
  const member = await act.create({ organisationId: committee.first, fullName: "Lê Văn Bình", memberNumber: "7" });
  for (const jobTitle of ["Kế toán", "Thủ quỹ", "Văn thư"]) {
    const version = ["Kế toán", "Thủ quỹ", "Văn thư"].indexOf(jobTitle) + 1;
    await act.patch(member.id, version, { jobTitle });
  }
  return { ...committee, member };
};

/** What a chain is: numbers without gaps, each entry with the hash of the one before. */
const expectChain = async (feed: string) => {
  let previous = "";
  const entries = await entriesOf(feed);
  entries.forEach((entry, i) => {
    expect(entry).toMatchObject({ number: i + 1, previous });
    expect(hashOf(chainedFields(feed, entry))).toBe(entry.hash);
    previous = entry.hash;
  });
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  return entries;
};

test("However often and in whatever order shards tell, each change stands once in every feed, and the chain holds", async () => {
  const { tenantId, top } = await anything();
  const records = await room.stream.read();
  const byItem = Map.groupBy(records, ({ dynamodb }) => `${dynamodb?.Keys?.pk?.S} ${dynamodb?.Keys?.sk?.S}`);
  const items = [...byItem.values()];
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(items, { minLength: items.length, maxLength: items.length }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
      async (shards, sizes) => {
        // Each item's own records keep their order; batches of any size overlap.
        const told = shards.flat();
        for (let at = 0, i = 0; at < told.length; i++) {
          const size = sizes[i % sizes.length] ?? 1;
          expect(await room.tell(told.slice(Math.max(0, at - 2), at + size))).toEqual([]);
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

test("Sequencers that work at the same time give every change a number of its own", async () => {
  const { tenantId } = await anything();
  await act.committee();
  const records = await room.stream.read();
  const shards = [0, 1, 2].map((shard) => records.filter((_, i) => i % 3 === shard));
  const failed = await Promise.all([...shards, records].map((shard) => room.tell(shard)));
  // One that was overtaken time and again reports it, and is told once more.
  const again = records.filter(({ dynamodb }) => failed.flat().includes(dynamodb?.SequenceNumber ?? ""));
  expect(await room.tell(again)).toEqual([]);
  await expectChain(tenantId);
  expect(await expectChain(root)).toHaveLength(4 + 8 + 6);
});

test("A record that nobody can place is reported, and holds up none of the others", async () => {
  const { tenantId } = await anything();
  const image = { pk: { S: "MEM#x" }, sk: { S: "META" }, version: { N: "1" }, organisationId: { S: "nowhere" } };
  const poison: DynamoDBRecord = {
    eventName: "INSERT",
    dynamodb: {
      SequenceNumber: "666",
      Keys: { pk: image.pk, sk: image.sk },
      NewImage: { ...image, tenantId: { S: "none" } },
    },
  };
  expect(await room.tell([poison, ...(await room.stream.read())])).toEqual(["666"]);
  expect(room.logged).toEqual(["666"]);
  expect(await expectChain(tenantId)).toHaveLength(9);
});

test("A page stops where a number is missing, since a query may see half of what was written at once", async () => {
  await anything();
  await room.tellAll();
  const { documents, dependencies, tableName } = room.world;
  const { DeleteCommand } = await import("@aws-sdk/lib-dynamodb");
  const before = await listChanges(room.world.workAs(), { after: 0, limit: 100 });
  await documents.send(new DeleteCommand({ TableName: tableName, Key: keys.feedEntry(root, 5) }));
  const page = await listChanges(room.world.workAs(), { after: 0, limit: 100 });
  expect(said(page.items)).toEqual(said(before.items.slice(0, 4)));
  expect(page).toMatchObject({ last: 4, more: false });
  expect(await dependencies.table.get(keys.feedEntry(root, 6))).toBeDefined();
  expect((await listChanges(room.world.workAs(), { after: 4, limit: 100 })).items).toEqual([]);
});

test("What was told but not put on the bus is put there when it is told again", async () => {
  await anything();
  const records = await room.stream.read();
  const down = async () => {
    throw new Error("The bus is down");
  };
  const failed = await room.tell(records, { sendEvents: down });
  expect(failed.length).toBeGreaterThan(0);
  expect(room.published).toEqual([]);
  expect(await room.tell(records)).toEqual([]);
  const entries = await expectChain(root);
  expect(room.published.map(({ id }) => id)).toEqual(entries.map(({ id }) => id));
});
