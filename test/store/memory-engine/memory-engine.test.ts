import { randomUUID } from "node:crypto";
import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import fc from "fast-check";
import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "../../../lib/table/commands.ts";
import { MemoryEngine } from "../../support/memory-engine/engine.ts";
import { startWorld, type World } from "../../support/world.ts";
import { anyCommand, type Drawn, partitions } from "./commands.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const byName = ({ pk, sk }: Record<string, unknown>) => `${pk} ${sk}`;
const bySort = (items: Record<string, unknown>[]) => [...items].sort((a, b) => (byName(a) < byName(b) ? -1 : 1));

type Answer = {
  Item?: object;
  Items?: Record<string, unknown>[];
  Responses?: Record<string, Record<string, unknown>[]>;
  LastEvaluatedKey?: object;
};
type Asked = { IndexName?: string; ScanIndexForward?: boolean; ExpressionAttributeValues?: Record<string, unknown> };

/** Whether the last item of a page lies on the very end of the range that was asked for. */
const isAtEnd = ({ IndexName, ScanIndexForward, ExpressionAttributeValues: ends }: Asked, items: Answer["Items"]) => {
  const sort = items?.at(-1)?.[IndexName === undefined ? "sk" : "sort"];
  return sort !== undefined && sort === ends?.[ScanIndexForward === false ? ":low" : ":high"];
};

/**
 * What an answer says, without what differs from call to call; batches come in any order. A full page says that there may be
 * more, but for DynamoDB Local where its last item lies on the end of the range.
 */
const said = (answer: Answer, asked: Asked) => {
  const { Item, Items, Responses, LastEvaluatedKey } = answer;
  const batch = Responses && bySort(Object.values(Responses).flat());
  return { Item, Items, batch, more: isAtEnd(asked, Items) || LastEvaluatedKey !== undefined };
};

const itemOf = (item: Parameters<typeof unmarshall>[0] | undefined) => item && unmarshall(item);

/** What an error says: its kind, the reasons, and what stood in the way. Engines word their messages as they like. */
const told = (error: unknown) => {
  if (error instanceof TransactionCanceledException) {
    const reasons = error.CancellationReasons ?? [];
    // DynamoDB Local gives a wrong type as an error of its own, where DynamoDB cancels the transaction.
    if (reasons.some(({ Code }) => Code === "ValidationError")) return { name: "ValidationException" };
    return reasons.map(({ Code, Item }) => ({ Code, Item: itemOf(Item) }));
  }
  if (error instanceof ConditionalCheckFailedException) return { name: error.name, Item: itemOf(error.Item) };
  return { name: error instanceof Error ? error.name : error };
};

const outcome = async (asked: Asked, send: () => Promise<object> | object) => {
  try {
    return said(await send(), asked);
  } catch (error) {
    return told(error);
  }
};

/** Partitions, indexes and tokens of one run, so that runs do not meet on the one real table. */
const inRun = (run: string, input: object): object =>
  JSON.parse(
    JSON.stringify(input).replaceAll(
      /"(P#|H#|t-)(\d)"/g,
      (_, kind: string, number: string) => `"${kind}${run}#${number}"`,
    ),
  );

const commands = { BatchGetCommand, GetCommand, PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand };
const made = (run: string, { name, input }: Drawn) => {
  const Made = commands[name as keyof typeof commands] as new (input: object) => GetCommand;
  return new Made(inRun(run, input));
};

test("The memory engine answers, refuses and ends as the real engine does, whatever is asked of both", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyCommand(world.tableName), { minLength: 5, maxLength: 30 }), async (drawn) => {
      const memory = new MemoryEngine();
      const run = randomUUID().slice(0, 8);
      for (const one of drawn) {
        const command = made(run, one);
        const real = await outcome(command.input as Asked, () => world.client.send(command));
        const answer = await outcome(command.input as Asked, () => memory.send(command));
        expect({ asked: command.input, answer }).toEqual({ asked: command.input, answer: real });
      }
      const left = await Promise.all(partitions.map((pk) => world.client.send(made(run, all(pk)))));
      const items = left.flatMap((answer) => (answer as unknown as { Items: Record<string, unknown>[] }).Items);
      expect(bySort([...memory.items()])).toEqual(bySort(items));
    }),
    { numRuns: 120 },
  );
}, 240_000);

const all = (pk: string): Drawn => ({
  name: "QueryCommand",
  input: {
    TableName: world.tableName,
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": pk },
    ConsistentRead: true,
  },
});
