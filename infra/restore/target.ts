import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { HeadObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { erasuresPrefix } from "../../lib/contract/environment.ts";
import { table as contract } from "../../lib/vocabulary/table.ts";
import { inParallel } from "../backup/in-parallel.ts";
import { type BackupObject, layout } from "../backup/layout.ts";
import { type RawItem, readItems } from "../backup/table-export.ts";
import type { VerifiedBackup } from "./verify-backup.ts";

/** Concurrent uploads, which limits memory: a photo has up to 25 MiB. */
const objectConcurrency = 8;

/** Current version ids by key. */
type ObjectVersions = ReadonlyMap<string, string>;

/**
 * Puts missing objects; existing ones stay, since a key is used once. Entries of the register of erasures are added.
 * @throws Error if a key has an object of another size
 */
export const putObjects = async (target: RestoreTarget, backup: VerifiedBackup): Promise<ObjectVersions> => {
  const versions = new Map<string, string>();
  await inParallel(backup.objects, objectConcurrency, async (object) => {
    const bytes = readFileSync(join(backup.folder, layout.objects, object.key));
    const version = (await putIfAbsent(target, object, bytes)) ?? (await existingVersion(target, object));
    versions.set(object.key, version);
  });
  await inParallel(Object.entries(backup.erasures), objectConcurrency, async ([memberId, note]) => {
    await putIfAbsent(target, { key: erasuresPrefix + memberId, contentType: "application/json" }, Buffer.from(note));
  });
  return versions;
};

/** Returns the new version, or undefined if the key has an object. */
const putIfAbsent = async (
  { s3, bucketName }: RestoreTarget,
  { key, contentType, sha256 }: Pick<BackupObject, "key" | "contentType"> & { sha256?: string },
  bytes: Buffer,
): Promise<string | undefined> => {
  const command = new PutObjectCommand({
    Bucket: bucketName,
    Key: key,
    Body: bytes,
    ContentType: contentType,
    IfNoneMatch: "*",
    // The photo processor compares it with the announced checksum.
    ...(sha256 === undefined ? {} : { ChecksumSHA256: Buffer.from(sha256, "hex").toString("base64") }),
  });
  try {
    return (await s3.send(command)).VersionId ?? "null";
  } catch (error) {
    if (error instanceof Error && error.name === "PreconditionFailed") return undefined;
    throw error;
  }
};

const existingVersion = async ({ s3, bucketName }: RestoreTarget, { key, size }: BackupObject): Promise<string> => {
  const found = await s3.send(new HeadObjectCommand({ Bucket: bucketName, Key: key }));
  if (found.ContentLength !== size) throw new Error(`${key} exists with another size`);
  return found.VersionId ?? "null";
};

export type RestoreTarget = { dynamodb: DynamoDBClient; tableName: string; s3: S3Client; bucketName: string };

const itemConcurrency = 48;

export const requireEmptyTable = async ({ dynamodb, tableName }: RestoreTarget): Promise<void> => {
  const { Count } = await dynamodb.send(new ScanCommand({ TableName: tableName, Limit: 1, ConsistentRead: true }));
  if (Count === 0) return;
  throw new Error(
    `The table ${tableName} is not empty. Resume an interrupted restore with --resume; any other restore needs an empty ` +
      "table (docs/operate.md).",
  );
};

/**
 * Puts all items of a backup. Changes two attributes: the mark of the restore, and the version of the referenced object.
 * Returns the number of items.
 * @throws Error at the first key with another item
 */
export const putItems = async (
  target: RestoreTarget,
  { table }: VerifiedBackup,
  versions: ObjectVersions,
): Promise<number> => {
  let put = 0;
  await inParallel(readItems(table), itemConcurrency, async (item) => {
    await putItem(target, restored(item, table.id, versions));
    put += 1;
  });
  return put;
};

const restored = (item: RawItem, exportId: string, versions: ObjectVersions): RawItem => {
  const version = versions.get(item[contract.objectKeyAttribute]?.S ?? "");
  const isVersioned = version !== undefined && contract.objectVersionAttribute in item;
  return {
    ...item,
    ...(isVersioned ? { [contract.objectVersionAttribute]: { S: version } } : {}),
    [contract.restoreAttribute]: { S: exportId },
  };
};

const putItem = async ({ dynamodb, tableName }: RestoreTarget, item: RawItem): Promise<void> => {
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
    throw new Error(`${pk?.S} ${sk?.S} has another item: the table was written to since the restore began`);
  }
};
