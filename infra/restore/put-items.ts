import { isDeepStrictEqual } from "node:util";
import { ConditionalCheckFailedException, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { table as contract } from "../../lib/contract/table.ts";
import type { RawItem } from "../backup/export-format.ts";
import { inParallel } from "../backup/in-parallel.ts";
import { readItems } from "../backup/read-export.ts";
import type { Versions } from "./put-objects.ts";
import type { Target } from "./target.ts";
import type { WholeBackup } from "./verify-backup.ts";

/** Items written at a time. */
const atOnce = 48;

/** Throws where the table holds anything. */
export async function demandEmpty({ dynamodb, tableName }: Target): Promise<void> {
  const { Count } = await dynamodb.send(new ScanCommand({ TableName: tableName, Limit: 1, ConsistentRead: true }));
  if (Count === 0) return;
  throw new Error(
    `The table ${tableName} is not empty. A restore that was cut off is gone on with by --resume; anything else needs an ` +
      "empty table (docs/operate.md).",
  );
}

/**
 * Puts every item of a backup into the table, as it was but for two attributes: which restore put it back, and the version
 * of the object it names. Gives how many.
 * @throws Error at the first key where something else stands
 */
export async function putItems(target: Target, { table }: WholeBackup, versions: Versions): Promise<number> {
  let put = 0;
  await inParallel(readItems(table), atOnce, async (item) => {
    await putItem(target, restored(item, table.id, versions));
    put += 1;
  });
  return put;
}

function restored(item: RawItem, exportId: string, versions: Versions): RawItem {
  const version = versions.get(item[contract.objectKeyAttribute]?.S ?? "");
  const isVersioned = version !== undefined && contract.objectVersionAttribute in item;
  return {
    ...item,
    ...(isVersioned ? { [contract.objectVersionAttribute]: { S: version } } : {}),
    [contract.restoreAttribute]: { S: exportId },
  };
}

async function putItem({ dynamodb, tableName }: Target, item: RawItem): Promise<void> {
  const command = new PutItemCommand({
    TableName: tableName,
    Item: item,
    ConditionExpression: "attribute_not_exists(#key)",
    ExpressionAttributeNames: { "#key": contract.partitionKey },
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });
  try {
    await dynamodb.send(command);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    if (isDeepStrictEqual(error.Item, item)) return;
    const { [contract.partitionKey]: pk, [contract.sortKey]: sk } = item;
    throw new Error(
      `Something else stands at ${pk?.S} ${sk?.S}: the table has been written to since the restore began`,
    );
  }
}
