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
import { useWorld } from "../../support/world.ts";
import { anyCommand, type Drawn, partitions } from "./commands.ts";

const world = useWorld();

const byName = ({ pk, sk }: Record<string, unknown>) => `${pk} ${sk}`;
const bySort = (items: Record<string, unknown>[]) => [...items].sort((a, b) => (byName(a) < byName(b) ? -1 : 1));

type Response = {
  Item?: object;
  Items?: Record<string, unknown>[];
  Responses?: Record<string, Record<string, unknown>[]>;
  LastEvaluatedKey?: object;
};
type Input = { IndexName?: string; ScanIndexForward?: boolean; ExpressionAttributeValues?: Record<string, unknown> };

/** Whether the last item of a page is at the end of the requested range. */
const isAtEnd = ({ IndexName, ScanIndexForward, ExpressionAttributeValues: ends }: Input, items: Response["Items"]) => {
  const sort = items?.at(-1)?.[IndexName === undefined ? "sk" : "sort"];
  return sort !== undefined && sort === ends?.[ScanIndexForward === false ? ":low" : ":high"];
};

/**
 * The content of a response without the fields that differ between calls; batches are unordered. A full page has a next
 * one, except on DynamoDB Local if its last item is at the end of the range.
 */
const contentOf = (response: Response, input: Input) => {
  const { Item, Items, Responses, LastEvaluatedKey } = response;
  const batch = Responses && bySort(Object.values(Responses).flat());
  return { Item, Items, batch, more: isAtEnd(input, Items) || LastEvaluatedKey !== undefined };
};

const itemOf = (item: Parameters<typeof unmarshall>[0] | undefined) => item && unmarshall(item);

/** The content of an error: name, reasons and the existing item. Messages differ between engines. */
const errorOf = (error: unknown) => {
  if (error instanceof TransactionCanceledException) {
    const reasons = error.CancellationReasons ?? [];
    // DynamoDB Local throws a validation error for a wrong type where DynamoDB cancels the transaction.
    if (reasons.some(({ Code }) => Code === "ValidationError")) return { name: "ValidationException" };
    return reasons.map(({ Code, Item }) => ({ Code, Item: itemOf(Item) }));
  }
  if (error instanceof ConditionalCheckFailedException) return { name: error.name, Item: itemOf(error.Item) };
  return { name: error instanceof Error ? error.name : error };
};

const result = async (input: Input, send: () => Promise<object> | object) => {
  try {
    return contentOf(await send(), input);
  } catch (error) {
    return errorOf(error);
  }
};

/** Partitions, indexes and tokens with the run's id, so that runs do not share items of the real table. */
const inRun = (run: string, input: object): object =>
  JSON.parse(
    JSON.stringify(input).replaceAll(
      /"(P#|H#|t-)(\d)"/g,
      (_, kind: string, number: string) => `"${kind}${run}#${number}"`,
    ),
  );

const commands = { BatchGetCommand, GetCommand, PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand };
const drawnCommand = (run: string, { name, input }: Drawn) => {
  const Command = commands[name as keyof typeof commands] as new (input: object) => GetCommand;
  return new Command(inRun(run, input));
};

test("The memory engine responds like the real engine to random requests", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyCommand(world.tableName), { minLength: 5, maxLength: 30 }), async (drawn) => {
      const memory = new MemoryEngine();
      const run = randomUUID().slice(0, 8);
      for (const one of drawn) {
        const command = drawnCommand(run, one);
        const real = await result(command.input as Input, () => world.client.send(command));
        const response = await result(command.input as Input, () => memory.send(command));
        expect({ input: command.input, response }).toEqual({ input: command.input, response: real });
      }
      const left = await Promise.all(partitions.map((pk) => world.client.send(drawnCommand(run, all(pk)))));
      const items = left.flatMap((response) => (response as unknown as { Items: Record<string, unknown>[] }).Items);
      expect(bySort([...memory.items()])).toEqual(bySort(items));
    }),
    { numRuns: 120 },
  );
});

const all = (pk: string): Drawn => ({
  name: "QueryCommand",
  input: {
    TableName: world.tableName,
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": pk },
    ConsistentRead: true,
  },
});
