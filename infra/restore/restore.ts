import { GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { table as contract } from "../../lib/vocabulary/table.ts";
import { inParallel } from "../backup/in-parallel.ts";
import { addReferences, type ReferencedObjects } from "../backup/objects.ts";
import { type RawItem, readItems } from "../backup/table-export.ts";
import type { RestoreTarget } from "./target.ts";
import { putItems, putObjects, requireEmptyTable } from "./target.ts";
import type { VerifiedBackup } from "./verify-backup.ts";

/** Items looked at at a time. */
const atOnce = 16;

const { objectKeyAttribute: key, objectVersionAttribute: version } = contract;

/**
 * Puts back objects that are lost of records that are there: those that a record names as it is now, and no other, so that
 * nothing comes back that was deleted or erased since. The register of erasures comes back whole. Nothing may run meanwhile.
 */
const restoreObjects = async (
  target: RestoreTarget,
  backup: VerifiedBackup,
  report: (line: string) => void,
): Promise<void> => {
  const wanted: ReferencedObjects = new Map();
  const owners = new Map<string, RawItem>();
  await inParallel(readItems(backup.table), atOnce, async (item) => {
    if (item[key]?.S === undefined) return;
    const now = await currentItem(target, item);
    if (now === undefined) return;
    addReferences(wanted, now);
    owners.set(now[key]?.S ?? "", now);
  });
  const objects = backup.objects.filter((object) => wanted.has(object.key));
  const versions = await putObjects(target, { ...backup, objects });
  let moved = 0;
  await inParallel(versions, atOnce, async ([object, current]) => {
    const item = owners.get(object);
    if (item === undefined || item[version]?.S === undefined || item[version].S === current) return;
    await setObjectVersion(target, item, current);
    moved += 1;
  });
  report(`${objects.length} objects are there, ${moved} records name another version of theirs now`);
};

const keyOf = (item: RawItem): RawItem =>
  Object.fromEntries(
    [contract.partitionKey, contract.sortKey].flatMap((name) => (item[name] ? [[name, item[name]]] : [])),
  );

const currentItem = async ({ dynamodb, tableName }: RestoreTarget, item: RawItem): Promise<RawItem | undefined> => {
  const command = new GetItemCommand({ TableName: tableName, Key: keyOf(item), ConsistentRead: true });
  return (await dynamodb.send(command)).Item;
};

/** The record is the same: its version does not move, so that nothing is told of it. */
const setObjectVersion = async (
  { dynamodb, tableName }: RestoreTarget,
  item: RawItem,
  current: string,
): Promise<void> => {
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
};

export type RestoreOptions = {
  /** Goes on with a restore that was cut off. */
  resume: boolean;
  /** The folder holds an export of the table and nothing else. */
  tableOnly: boolean;
  /** The table is whole, and only objects are put back that its records lack. */
  objectsOnly: boolean;
};

/** Throws where a restore could not be done as it is asked for, before anything is paused or written. */
export const checkPreconditions = async (
  target: RestoreTarget,
  { resume, objectsOnly }: RestoreOptions,
): Promise<void> => {
  if (!resume && !objectsOnly) await requireEmptyTable(target);
};

/**
 * Restores a verified backup: first the bucket, since items say which version of an object is theirs, then the table. Nothing
 * may run on either meanwhile. What was cut off is taken up by doing it again with `resume`.
 * @throws Error where the table holds anything, or on `resume` anything else
 */
export const restore = async (
  target: RestoreTarget,
  backup: VerifiedBackup,
  options: RestoreOptions,
  report: (line: string) => void,
): Promise<void> => {
  await checkPreconditions(target, options);
  if (options.objectsOnly) return restoreObjects(target, backup, report);
  const versions = await putObjects(target, backup);
  const items = await putItems(target, backup, versions);
  const { table, objects, erasures } = backup;
  const erased = Object.keys(erasures).length;
  report(`Restored as of ${table.exportTime}: ${items} items, ${objects.length} objects, ${erased} erasures known`);
  if (objects.length === 0) return;
  const named: ReferencedObjects = new Map();
  for await (const item of readItems(table)) addReferences(named, item);
  for (const [key, { needed }] of named)
    if (needed && !versions.has(key)) report(`${key} is not in the backup, and its photo needs it`);
};
