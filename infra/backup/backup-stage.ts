import { createWriteStream, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import {
  DescribeExportCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ExportTableToPointInTimeCommand,
} from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { privateFile, privateFolder } from "../local/files.ts";
import { findOutput } from "../stage-resources.ts";
import { completeBackup, createBackupFolder } from "./complete-backup.ts";
import { type BackupManifest, layout } from "./layout.ts";
import { copyRegister } from "./register.ts";
import { openExport } from "./table-export.ts";

export type ExportRequest = {
  tableName: string;
  /** The bucket that DynamoDB writes the export to, and where in it. */
  bucket: string;
  prefix: string;
  /** A second of the last 35 days; now by default. */
  at?: Date | undefined;
};

/** Milliseconds between looks at an export under way: it takes minutes at least. */
const look = 10_000;

/**
 * Has DynamoDB export a table as it was at one second, and waits for it.
 * @returns the key of the export's summary
 */
export const requestExport = async (
  dynamodb: Pick<DynamoDBClient, "send">,
  { tableName, bucket, prefix, at }: ExportRequest,
  pause: (milliseconds: number) => Promise<unknown> = wait,
): Promise<string> => {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: tableName }));
  const command = new ExportTableToPointInTimeCommand({
    TableArn: Table?.TableArn,
    S3Bucket: bucket,
    S3Prefix: prefix,
    ExportFormat: "DYNAMODB_JSON",
    ExportType: "FULL_EXPORT",
    ...(at === undefined ? {} : { ExportTime: at }),
  });
  const { ExportDescription: begun } = await dynamodb.send(command);
  for (;;) {
    const asked = new DescribeExportCommand({ ExportArn: begun?.ExportArn });
    const { ExportDescription: now } = await dynamodb.send(asked);
    if (now?.ExportStatus === "COMPLETED" && now.ExportManifest !== undefined) return now.ExportManifest;
    if (now?.ExportStatus !== "IN_PROGRESS")
      throw new Error(`The export ended as ${now?.ExportStatus}: ${now?.FailureMessage}`);
    await pause(look);
  }
};

/**
 * Copies an export out of the bucket that DynamoDB wrote it to.
 * @param summaryKey the key of its summary, as DynamoDB tells it
 */
export const downloadExport = async (
  s3: Pick<S3Client, "send">,
  bucket: string,
  summaryKey: string,
  folder: string,
): Promise<void> => {
  const begin = summaryKey.lastIndexOf(`${layout.exports}/`);
  const prefix = summaryKey.slice(0, begin);
  const download = async (own: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: prefix + own }));
    const file = join(folder, own);
    mkdirSync(dirname(file), { recursive: true, mode: privateFolder });
    if (!(Body instanceof Readable)) throw new Error(`${prefix}${own} of ${bucket} has no bytes`);
    await pipeline(Body, createWriteStream(file, { mode: privateFile }));
  };
  const summary = summaryKey.slice(begin);
  await download(summary);
  await download(join(dirname(summary), layout.files));
  for (const { path } of openExport(folder).files) await download(path.slice(folder.length + 1));
};

export type StageBackupOptions = {
  /** A bucket of the operator's, in the region of the stage, that DynamoDB writes the export to. */
  exportBucket: string | undefined;
  /** An instant of the last 35 days; now by default. */
  at: string | undefined;
  /** Another table than the stage's own: one that was restored beside it. */
  table: string | undefined;
};

/** Backs up a stage on AWS, by the credentials and region of the environment. Throws where the folder is not empty. */
export const backupStage = async (
  stage: string,
  folder: string,
  { exportBucket: bucket, at, table }: StageBackupOptions,
  report: (line: string) => void,
): Promise<BackupManifest> => {
  if (bucket === undefined) throw new Error("DynamoDB exports into a bucket of yours: --export-bucket <name>");
  if (at !== undefined && Number.isNaN(Date.parse(at))) throw new Error(`"${at}" is no instant`);
  createBackupFolder(folder);
  const [cloudformation, s3] = [new CloudFormationClient(), new S3Client()];
  const tableName = table ?? (await findOutput(cloudformation, stage, "data", "TableName"));
  const bucketName = await findOutput(cloudformation, stage, "photos", "BucketName");
  const prefix = `dangbo-${stage}`;
  const asked = { tableName, bucket, prefix, at: at === undefined ? undefined : new Date(at) };
  report(`DynamoDB exports ${tableName}: that takes some minutes`);
  const summary = await requestExport(new DynamoDBClient(), asked);
  await downloadExport(s3, bucket, summary, folder);
  return completeBackup(stage, folder, { s3, bucketName }, report);
};

/** Adds to a backup what the register of erasures has been given since. */
export const backupStageRegister = async (stage: string, folder: string): Promise<number> => {
  const bucketName = await findOutput(new CloudFormationClient(), stage, "photos", "BucketName");
  return copyRegister({ s3: new S3Client(), bucketName }, folder);
};
