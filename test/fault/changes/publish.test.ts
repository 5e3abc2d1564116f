import type { DynamoDBRecord } from "aws-lambda";
import { root } from "../../../lib/table/keys.ts";
import { createTable } from "../../../lib/table/table.ts";
import { useFeed } from "../../store/changes/feed-fixtures.ts";
import { Interruption, type InterruptionPoint, interruptAt, testInterrupted } from "../interruption.ts";

const feed = useFeed();

/** Processes records until the interruption; returns whether it was reached. */
const processInterrupted = async (records: readonly DynamoDBRecord[], point: InterruptionPoint): Promise<boolean> => {
  const { around, wasReached } = interruptAt(point);
  const { client, tableName } = feed.world;
  const outside = { send: async () => undefined };
  const table = createTable(around(client), tableName, () => crypto.randomUUID());
  const call = async () => {
    await around(outside).send();
  };
  await feed.process(records, { table, sendEvents: call, enqueueWork: call });
  return wasReached();
};

testInterrupted(
  "Interrupted %s any call and repeated, publishing appends each change exactly once",
  async (point) => {
    const { tenantId, first } = await feed.act.committee();
    const member = await feed.act.create({ organisationId: first, fullName: "Lê Văn Bình" });
    await feed.act.patch(member.id, 1, { jobTitle: "Kế toán" });
    const records = await feed.stream.read();
    const reached = await processInterrupted(records, point);
    expect(await feed.process(records)).toEqual([]);
    const own = (await feed.entriesOf(tenantId)).filter(({ resourceId }) => resourceId === member.id);
    expect(own.map(({ after, before }) => [before !== undefined, after !== undefined])).toEqual([
      [false, true],
      [true, true],
    ]);
    return reached;
  },
  {
    afterwards: async (calls) => {
      // Paths, changes and ends, one transaction, the event bus, the queues.
      expect(calls).toBe(5);
      const numbers = (await feed.entriesOf(root)).map(({ number }) => number);
      expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    },
  },
);

test("An interrupted run reports the records that it has not processed", async () => {
  await feed.act.committee();
  const { around } = interruptAt({ step: 2, when: "before" });
  const { client, tableName } = feed.world;
  const table = createTable(around(client), tableName, () => crypto.randomUUID());
  const records = await feed.stream.read();
  const failed = await feed.process(records, { table });
  expect(failed.length).toBeGreaterThan(0);
  expect(new Interruption()).toBeInstanceOf(Error);
  expect(await feed.process(records)).toEqual([]);
});
