import { GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { table as contract } from "../../lib/contract/table.ts";
import type { RawItem } from "../backup/export-format.ts";
import { inParallel } from "../backup/in-parallel.ts";
import { addNamed, type NamedObjects } from "../backup/named-objects.ts";
import { readItems } from "../backup/read-export.ts";
import { putObjects } from "./put-objects.ts";
import type { Target } from "./target.ts";
import type { WholeBackup } from "./verify-backup.ts";

/** Items looked at at a time. */
const atOnce = 16;

const { objectKeyAttribute: key, objectVersionAttribute: version } = contract;

/**
 * Puts back objects that are lost of records that are there: those that a record names as it is now, and no other, so that
 * nothing comes back that was deleted or erased since. The register of erasures comes back whole. Nothing may run meanwhile.
 */
export async function restoreObjects(
  target: Target,
  backup: WholeBackup,
  report: (line: string) => void,
): Promise<void> {
  const wanted: NamedObjects = new Map();
  const owners = new Map<string, RawItem>();
  await inParallel(readItems(backup.table), atOnce, async (item) => {
    if (item[key]?.S === undefined) return;
    const now = await standing(target, item);
    if (now === undefined) return;
    addNamed(wanted, now);
    owners.set(now[key]?.S ?? "", now);
  });
  const objects = backup.objects.filter((object) => wanted.has(object.key));
  const versions = await putObjects(target, { ...backup, objects });
  let moved = 0;
  await inParallel(versions, atOnce, async ([object, current]) => {
    const item = owners.get(object);
    if (item === undefined || item[version]?.S === undefined || item[version].S === current) return;
    await nameVersion(target, item, current);
    moved += 1;
  });
  report(`${objects.length} objects are there, ${moved} records name another version of theirs now`);
}

const keyOf = (item: RawItem): RawItem =>
  Object.fromEntries(
    [contract.partitionKey, contract.sortKey].flatMap((name) => (item[name] ? [[name, item[name]]] : [])),
  );

async function standing({ dynamodb, tableName }: Target, item: RawItem): Promise<RawItem | undefined> {
  const command = new GetItemCommand({ TableName: tableName, Key: keyOf(item), ConsistentRead: true });
  return (await dynamodb.send(command)).Item;
}

/** The record is the same: its version does not move, so that nothing is told of it. */
async function nameVersion({ dynamodb, tableName }: Target, item: RawItem, current: string): Promise<void> {
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: tableName,
      Key: keyOf(item),
      UpdateExpression: "SET #version = :current",
      ConditionExpression: "#key = :key",
      ExpressionAttributeNames: { "#version": version, "#key": key },
      ExpressionAttributeValues: { ":current": { S: current }, ":key": { S: item[key]?.S ?? "" } },
    }),
  );
}
