import type { DynamoDBRecord } from "aws-lambda";
import { readEntry } from "../../../lib/changes/items.ts";
import { keys, root } from "../../../lib/table/keys.ts";
import { readAll } from "../../../lib/table/read-all.ts";
import { createTable } from "../../../lib/table/table.ts";
import { type Newsroom, startNewsroom } from "../../store/changes/newsroom.ts";
import { acting } from "../../store/members/committee.ts";
import { type Cut, CutOff, cutEverywhere, cutting } from "../cutting.ts";

let room: Newsroom;
let act: ReturnType<typeof acting>;
beforeAll(async () => {
  room = await startNewsroom();
  act = acting(room.world);
});
afterAll(() => room.close());

const moments: Cut["when"][] = ["before", "after"];

/** Tells records until the cut; gives whether it came. */
const tellCut = async (records: readonly DynamoDBRecord[], cut: Cut): Promise<boolean> => {
  const { around, wasReached } = cutting(cut);
  const { client, tableName } = room.world;
  const outside = { send: async () => undefined };
  const table = createTable(around(client), tableName, () => crypto.randomUUID());
  const call = async () => {
    await around(outside).send();
  };
  await room.tell(records, { table, sendEvents: call, enqueueWork: call });
  return wasReached();
};

test.each(moments)("Each change is told exactly once, cut off %s any call and told again", async (when) => {
  const steps = await cutEverywhere(when, async (cut) => {
    const { tenantId, first } = await act.committee();
    const member = await act.create({ organisationId: first, fullName: "Lê Văn Bình" });
    await act.patch(member.id, 1, { jobTitle: "Kế toán" });
    const records = await room.stream.read();
    const reached = await tellCut(records, cut);
    expect(await room.tell(records)).toEqual([]);
    const all = await readAll(room.world.dependencies.table, {
      partition: keys.feedEnd(tenantId).pk,
      prefix: "ENTRY#",
    });
    const own = all.map(readEntry).filter(({ resourceId }) => resourceId === member.id);
    expect(own.map(({ after, before }) => [before !== undefined, after !== undefined])).toEqual([
      [false, true],
      [true, true],
    ]);
    return reached;
  });
  // Places, guards and ends, one transaction, the bus, what is started.
  expect(steps).toBe(5);
  const all = await readAll(room.world.dependencies.table, { partition: keys.feedEnd(root).pk, prefix: "ENTRY#" });
  expect(all.map((item) => readEntry(item).number)).toEqual(all.map((_, i) => i + 1));
});

test("A run that is cut off reports what it had not told", async () => {
  await act.committee();
  const { around } = cutting({ step: 2, when: "before" });
  const { client, tableName } = room.world;
  const table = createTable(around(client), tableName, () => crypto.randomUUID());
  const records = await room.stream.read();
  const failed = await room.tell(records, { table });
  expect(failed.length).toBeGreaterThan(0);
  expect(new CutOff()).toBeInstanceOf(Error);
  expect(await room.tell(records)).toEqual([]);
});
