import * as z from "zod/mini";
import { arnPrefix } from "../account.ts";
import type { AccessRequest } from "../permissions/decide.ts";

const named = z.object({ TableName: z.string() });
const query = z.object({ TableName: z.string(), IndexName: z.optional(z.string()) });
const batch = z.object({ RequestItems: z.record(z.string(), z.unknown()) });
const parts = z.object({ TransactItems: z.array(z.record(z.string(), named)) });

/** What the parts of transactions are allowed by. */
const partActions: Readonly<Record<string, string>> = {
  Get: "GetItem",
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
};

const arn = (table: string) => (table.startsWith("arn:") ? table : `${arnPrefix("dynamodb")}:table/${table}`);
const asked = (action: string, table: string, index?: string): AccessRequest => ({
  action: `dynamodb:${action}`,
  resource: index === undefined ? arn(table) : `${arn(table)}/index/${index}`,
});

const ofItem = (operation: string) => (input: unknown) => [asked(operation, z.parse(named, input).TableName)];
const ofQuery = (operation: string) => (input: unknown) => {
  const { TableName, IndexName } = z.parse(query, input);
  return [asked(operation, TableName, IndexName)];
};
const ofBatch = (operation: string) => (input: unknown) =>
  Object.keys(z.parse(batch, input).RequestItems).map((table) => asked(operation, table));
const ofParts = (input: unknown) => {
  const all = z.parse(parts, input).TransactItems.flatMap((item) => Object.entries(item));
  const distinct = new Map<string, AccessRequest>();
  for (const [part, { TableName }] of all) distinct.set(`${part} ${TableName}`, ofPart(part, TableName));
  return [...distinct.values()];
};

const ofPart = (part: string, table: string): AccessRequest => {
  const action = partActions[part];
  if (action === undefined) throw new Error(`No transaction has a part ${part}`);
  return asked(action, table);
};

/**
 * What each operation of a function needs to be allowed; one that is not here is refused. A transaction needs the actions of its
 * parts, and a query of an index needs the index alone.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
export const requiredActions: Readonly<Record<string, (input: unknown) => AccessRequest[]>> = {
  GetItem: ofItem("GetItem"),
  PutItem: ofItem("PutItem"),
  UpdateItem: ofItem("UpdateItem"),
  DeleteItem: ofItem("DeleteItem"),
  BatchGetItem: ofBatch("BatchGetItem"),
  BatchWriteItem: ofBatch("BatchWriteItem"),
  Query: ofQuery("Query"),
  Scan: ofQuery("Scan"),
  DescribeTable: ofItem("DescribeTable"),
  TransactGetItems: ofParts,
  TransactWriteItems: ofParts,
};
