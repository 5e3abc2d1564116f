import {
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { startTable, type TestTable } from "../../support/table.ts";

let table: TestTable;
let client: DynamoDBClient;

beforeAll(async () => {
  table = await startTable();
  client = new DynamoDBClient(table);
});
afterAll(async () => {
  client.destroy();
  await table.close();
});

const text = (value: string) => ({ S: value });

test("An index returns items in its own order", async () => {
  for (const sort of ["b", "a"])
    await client.send(
      new PutItemCommand({
        TableName: table.tableName,
        Item: { pk: text(sort), sk: text("META"), inTenant: text("tenant#member"), sort: text(sort) },
      }),
    );
  const page = await client.send(
    new QueryCommand({
      TableName: table.tableName,
      IndexName: "byTenant",
      KeyConditionExpression: "inTenant = :tenant",
      ExpressionAttributeValues: { ":tenant": text("tenant#member") },
    }),
  );
  expect(page.Items?.map((item) => item.sort?.S)).toEqual(["a", "b"]);
});

test("A transaction whose condition fails changes nothing", async () => {
  const put = (pk: string) => ({
    Put: {
      TableName: table.tableName,
      Item: { pk: text(pk), sk: text("META") },
      ConditionExpression: "attribute_not_exists(pk)",
    },
  });
  await client.send(new TransactWriteItemsCommand({ TransactItems: [put("taken")] }));
  await expect(
    client.send(new TransactWriteItemsCommand({ TransactItems: [put("new"), put("taken")] })),
  ).rejects.toThrow(TransactionCanceledException);
  await client.send(new TransactWriteItemsCommand({ TransactItems: [put("new")] }));
});
