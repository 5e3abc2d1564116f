import * as z from "zod/mini";
import { arnPrefix } from "../account.ts";
import type { AccessRequest } from "../permissions/decide.ts";

const named = z.object({ TableName: z.string() });
const query = z.object({ TableName: z.string(), IndexName: z.optional(z.string()) });
const batch = z.object({ RequestItems: z.record(z.string(), z.unknown()) });
const parts = z.object({ TransactItems: z.array(z.record(z.string(), named)) });

/** The IAM action of each part of a transaction. */
const partActions: Readonly<Record<string, string>> = {
  Get: "GetItem",
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
};

const arn = (table: string) => (table.startsWith("arn:") ? table : `${arnPrefix("dynamodb")}:table/${table}`);
const access = (action: string, table: string, index?: string): AccessRequest => ({
  action: `dynamodb:${action}`,
  resource: index === undefined ? arn(table) : `${arn(table)}/index/${index}`,
});

const ofItem = (operation: string) => (input: unknown) => [access(operation, z.parse(named, input).TableName)];
const ofQuery = (operation: string) => (input: unknown) => {
  const { TableName, IndexName } = z.parse(query, input);
  return [access(operation, TableName, IndexName)];
};
const ofBatch = (operation: string) => (input: unknown) =>
  Object.keys(z.parse(batch, input).RequestItems).map((table) => access(operation, table));
const ofParts = (input: unknown) => {
  const all = z.parse(parts, input).TransactItems.flatMap((item) => Object.entries(item));
  const distinct = new Map<string, AccessRequest>();
  for (const [part, { TableName }] of all) distinct.set(`${part} ${TableName}`, ofPart(part, TableName));
  return [...distinct.values()];
};

const ofPart = (part: string, table: string): AccessRequest => {
  const action = partActions[part];
  if (action === undefined) throw new Error(`A transaction cannot contain ${part}`);
  return access(action, table);
};

/**
 * The permissions that each operation requires; other operations are rejected. A transaction requires the actions of its
 * parts, a query of an index only the index.
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
