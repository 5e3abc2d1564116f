import { GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { table as contract } from "../../lib/vocabulary/table.ts";
import { inParallel } from "../backup/in-parallel.ts";
import { addReferences, type ReferencedObjects } from "../backup/objects.ts";
import { type RawItem, readItems } from "../backup/table-export.ts";
import { putItems, putObjects, type RestoreTarget, requireEmptyTable } from "./target.ts";
import type { VerifiedBackup } from "./verify-backup.ts";

const concurrency = 16;

const { objectKeyAttribute: key, objectVersionAttribute: version } = contract;

/**
 * Puts objects that current records reference and the bucket lacks, and the register of erasures. Objects that were deleted
 * or erased since the backup stay deleted. The stage must be paused.
 */
const restoreObjects = async (
  target: RestoreTarget,
  backup: VerifiedBackup,
  log: (line: string) => void,
): Promise<void> => {
  const references: ReferencedObjects = new Map();
  const owners = new Map<string, RawItem>();
  await inParallel(readItems(backup.table), concurrency, async (item) => {
    if (item[key]?.S === undefined) return;
    const current = await currentItem(target, item);
    if (current === undefined) return;
    addReferences(references, current);
    owners.set(current[key]?.S ?? "", current);
  });
  const objects = backup.objects.filter((object) => references.has(object.key));
  const versions = await putObjects(target, { ...backup, objects });
  let updated = 0;
  await inParallel(versions, concurrency, async ([object, current]) => {
    const item = owners.get(object);
    if (item === undefined || item[version]?.S === undefined || item[version].S === current) return;
    await setObjectVersion(target, item, current);
    updated += 1;
  });
  log(`${objects.length} objects present, ${updated} records updated to a new version`);
};

const keyOf = (item: RawItem): RawItem =>
  Object.fromEntries(
    [contract.partitionKey, contract.sortKey].flatMap((name) => (item[name] ? [[name, item[name]]] : [])),
  );

const currentItem = async ({ dynamodb, tableName }: RestoreTarget, item: RawItem): Promise<RawItem | undefined> => {
  const command = new GetItemCommand({ TableName: tableName, Key: keyOf(item), ConsistentRead: true });
  return (await dynamodb.send(command)).Item;
};

/** Keeps the version of the record, so that no change is published. */
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
  /** Resumes an interrupted restore. */
  resume: boolean;
  /** The folder contains nothing but an export of the table. */
  tableOnly: boolean;
  /** Restores only objects that the records of the existing table lack. */
  objectsOnly: boolean;
};

/** To be checked before anything is paused or written. */
export const checkPreconditions = async (
  target: RestoreTarget,
  { resume, objectsOnly }: RestoreOptions,
): Promise<void> => {
  if (!resume && !objectsOnly) await requireEmptyTable(target);
};

type Restore = {
  target: RestoreTarget;
  backup: VerifiedBackup;
  options: RestoreOptions;
  log: (line: string) => void;
};

/**
 * Restores a verified backup: objects first, since items name their versions, then the table. The stage must be paused.
 * @throws Error if the table is not empty, or with `resume` has another item
 */
export const restore = async ({ target, backup, options, log }: Restore): Promise<void> => {
  await checkPreconditions(target, options);
  if (options.objectsOnly) return restoreObjects(target, backup, log);
  const versions = await putObjects(target, backup);
  const items = await putItems(target, backup, versions);
  const { table, objects, erasures } = backup;
  const erased = Object.keys(erasures).length;
  log(`Restored as of ${table.exportTime}: ${items} items, ${objects.length} objects, ${erased} registered erasures`);
  if (objects.length === 0) return;
  const references: ReferencedObjects = new Map();
  for await (const item of readItems(table)) addReferences(references, item);
  for (const [key, { isRequired }] of references)
    if (isRequired && !versions.has(key)) log(`${key} is missing in the backup, and its photo needs it`);
};
