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

type ExportRequest = {
  tableName: string;
  /** Bucket and key prefix of the export. */
  bucket: string;
  prefix: string;
  /** Within the last 35 days; now by default. */
  at?: Date | undefined;
};

/** Milliseconds between checks of the export, which takes minutes. */
const pollInterval = 10_000;

/** Exports a table at a point in time and waits for it. Returns the key of the export's summary. */
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
  const { ExportDescription: started } = await dynamodb.send(command);
  for (;;) {
    const describe = new DescribeExportCommand({ ExportArn: started?.ExportArn });
    const { ExportDescription: current } = await dynamodb.send(describe);
    if (current?.ExportStatus === "COMPLETED" && current.ExportManifest !== undefined) return current.ExportManifest;
    if (current?.ExportStatus !== "IN_PROGRESS")
      throw new Error(`The export ended as ${current?.ExportStatus}: ${current?.FailureMessage}`);
    await pause(pollInterval);
  }
};

type Download = { s3: Pick<S3Client, "send">; bucket: string; summaryKey: string; folder: string };

/** Downloads an export from the bucket that DynamoDB wrote it to. */
export const downloadExport = async ({ s3, bucket, summaryKey, folder }: Download): Promise<void> => {
  const start = summaryKey.lastIndexOf(`${layout.exports}/`);
  const prefix = summaryKey.slice(0, start);
  const download = async (path: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: prefix + path }));
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true, mode: privateFolder });
    if (!(Body instanceof Readable)) throw new Error(`${prefix}${path} of ${bucket} has no body`);
    await pipeline(Body, createWriteStream(file, { mode: privateFile }));
  };
  const summary = summaryKey.slice(start);
  await download(summary);
  await download(join(dirname(summary), layout.files));
  for (const { path } of openExport(folder).files) await download(path.slice(folder.length + 1));
};

type StageBackup = {
  stage: string;
  folder: string;
  /** The operator's bucket in the region of the stage that DynamoDB exports to. */
  exportBucket: string | undefined;
  /** Within the last 35 days; now by default. */
  at: string | undefined;
  /** A table other than the stage's own, for example one restored from a backup of DynamoDB's. */
  table: string | undefined;
  /** A bucket other than the stage's own: with a table and a bucket the stage need not exist. */
  bucket: string | undefined;
  log: (line: string) => void;
};

/** Backs up a stage on AWS with the credentials and region of the environment. Throws if the folder is not empty. */
export const backupStage = async (options: StageBackup): Promise<BackupManifest> => {
  const { stage, folder, exportBucket, at, table, bucket, log } = options;
  if (exportBucket === undefined)
    throw new Error("A bucket of yours for the export of the table: --export-bucket <name>");
  if (at !== undefined && Number.isNaN(Date.parse(at))) throw new Error(`"${at}" is not a point in time`);
  createBackupFolder(folder);
  const [cloudformation, s3] = [new CloudFormationClient(), new S3Client()];
  const tableName = table ?? (await findOutput(cloudformation, { stage, stack: "data", name: "TableName" }));
  const bucketName = bucket ?? (await findOutput(cloudformation, { stage, stack: "photos", name: "BucketName" }));
  log(`DynamoDB exports ${tableName}; this takes minutes`);
  const time = at === undefined ? undefined : new Date(at);
  const request = { tableName, bucket: exportBucket, prefix: `dangbo-${stage}`, at: time };
  const summaryKey = await requestExport(new DynamoDBClient(), request);
  await downloadExport({ s3, bucket: exportBucket, summaryKey, folder });
  return completeBackup({ stage, folder, bucket: { s3, bucketName }, log });
};

/** Adds the current register of erasures to a backup. Returns the number of entries. */
export const backupStageRegister = async (stage: string, folder: string): Promise<number> => {
  const bucketName = await findOutput(new CloudFormationClient(), { stage, stack: "photos", name: "BucketName" });
  return copyRegister({ s3: new S3Client(), bucketName }, folder);
};
