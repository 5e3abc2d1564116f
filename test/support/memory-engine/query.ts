import type { QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import { table } from "../../../lib/vocabulary/table.ts";
import { bindingsOf } from "./bindings.ts";
import { conditionHolds } from "./condition.ts";
import { invalid, unknown } from "./errors.ts";
import { copyOfItem, type Items } from "./items.ts";
import { type Attributes, bytesIn } from "./values.ts";

/** Bytes after which a page ends. */
const pageBytes = 1_048_576;

const parameters =
  /^(TableName|IndexName|ConsistentRead|KeyConditionExpression|ExpressionAttribute(Names|Values)|ScanIndexForward|Limit)$/;

const partitionForm = /^\s*(#?\w+)\s*=\s*(:\w+)/;

const keysOf = (index: string | undefined): { partitionKey: string; sortKey: string } => {
  if (index === undefined) return table;
  const found = Object.entries(table.indexes).find(([name]) => name === index);
  if (!found) throw invalid(`The table does not have the index ${index}`);
  return found[1];
};

/** A page of a partition. */
export const query = (items: Items, input: QueryCommandInput) => {
  for (const name in input) if (!parameters.test(name)) throw unknown(`${name} of a query`);
  const { IndexName, ConsistentRead, KeyConditionExpression: expression = "", Limit } = input;
  if (IndexName !== undefined && ConsistentRead) throw invalid("Consistent reads are not supported on indexes");
  const keys = keysOf(IndexName);
  const bindings = bindingsOf(input);
  const [, name = "", value = ""] = partitionForm.exec(expression) ?? [];
  if (bindings.path(name)[0] !== keys.partitionKey) throw unknown(`the key condition "${expression}"`);
  const partition = items.in(String(bindings.value(value)), keys);
  const matching = partition.filter((item) => conditionHolds(expression, item, bindings));
  // In an empty partition no item has used the names and values.
  if (partition.length === 0) conditionHolds(expression, {}, bindings);
  bindings.close();
  if (input.ScanIndexForward === false) matching.reverse();
  const page = firstPage(matching, Limit);
  const more = page.length < matching.length || page.length === Limit;
  const last = more ? page.at(-1) : undefined;
  return {
    Items: page.map(copyOfItem),
    Count: page.length,
    ...(last ? { LastEvaluatedKey: Object.fromEntries(keyNames(keys).map((key) => [key, last[key]])) } : {}),
  };
};

const keyNames = (keys: { partitionKey: string; sortKey: string }) => [
  ...new Set([table.partitionKey, table.sortKey, keys.partitionKey, keys.sortKey]),
];

const firstPage = (matching: readonly Attributes[], limit = matching.length): Attributes[] => {
  const page: Attributes[] = [];
  let bytes = 0;
  for (const item of matching) {
    if (page.length === limit || bytes > pageBytes) break;
    page.push(item);
    bytes += bytesIn(item);
  }
  return page;
};
