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

/** Objects sent at a time: at most that many photos of 25 MiB are in memory. */
const objectsAtOnce = 8;

/** The version that counts of each object that stands in the bucket now, by its key. */
type ObjectVersions = ReadonlyMap<string, string>;

/**
 * Puts objects back that are not there; what stands at their keys stays, since a key is used once. The register of erasures
 * only ever grows.
 * @throws Error where something else stands at a key
 */
export const putObjects = async (target: RestoreTarget, backup: VerifiedBackup): Promise<ObjectVersions> => {
  const versions = new Map<string, string>();
  await inParallel(backup.objects, objectsAtOnce, async (object) => {
    const bytes = readFileSync(join(backup.folder, layout.objects, object.key));
    const version = (await putIfAbsent(target, object, bytes)) ?? (await existingVersion(target, object));
    versions.set(object.key, version);
  });
  await inParallel(Object.entries(backup.erasures), objectsAtOnce, async ([memberId, note]) => {
    await putIfAbsent(target, { key: erasuresPrefix + memberId, contentType: "application/json" }, Buffer.from(note));
  });
  return versions;
};

type Described = Pick<BackupObject, "key" | "contentType"> & { sha256?: string };

/** The version of an object that was put, or undefined where one stands at its key. */
const putIfAbsent = async (
  { s3, bucketName }: RestoreTarget,
  object: Described,
  bytes: Buffer,
): Promise<string | undefined> => {
  const { key, contentType, sha256 } = object;
  const command = new PutObjectCommand({
    Bucket: bucketName,
    Key: key,
    Body: bytes,
    ContentType: contentType,
    IfNoneMatch: "*",
    // The check of an upload compares it with what was announced.
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
  if (found.ContentLength !== size) throw new Error(`Another object stands at ${key}`);
  return found.VersionId ?? "null";
};

/** Where a backup is restored to. */
export type RestoreTarget = { dynamodb: DynamoDBClient; tableName: string; s3: S3Client; bucketName: string };

/** Items written at a time. */
const itemsAtOnce = 48;

/** Throws where the table holds anything. */
export const requireEmptyTable = async ({ dynamodb, tableName }: RestoreTarget): Promise<void> => {
  const { Count } = await dynamodb.send(new ScanCommand({ TableName: tableName, Limit: 1, ConsistentRead: true }));
  if (Count === 0) return;
  throw new Error(
    `The table ${tableName} is not empty. A restore that was cut off is gone on with by --resume; anything else needs an ` +
      "empty table (docs/operate.md).",
  );
};

/**
 * Puts every item of a backup into the table, as it was but for two attributes: which restore put it back, and the version
 * of the object it names. Gives how many.
 * @throws Error at the first key where something else stands
 */
export const putItems = async (
  target: RestoreTarget,
  { table }: VerifiedBackup,
  versions: ObjectVersions,
): Promise<number> => {
  let put = 0;
  await inParallel(readItems(table), itemsAtOnce, async (item) => {
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
    throw new Error(
      `Something else stands at ${pk?.S} ${sk?.S}: the table has been written to since the restore began`,
    );
  }
};
