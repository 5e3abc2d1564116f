import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { findOutput } from "../stage/find-output.ts";
import { copyRegister } from "./copy-register.ts";
import { downloadExport } from "./download-export.ts";
import type { BackupAbout } from "./layout.ts";
import { completeBackup, makeFolder } from "./make-backup.ts";
import { requestExport } from "./request-export.ts";

export type StageBackup = {
  /** A bucket of the operator's, in the region of the stage, that DynamoDB writes the export to. */
  exportBucket: string | undefined;
  /** An instant of the last 35 days; now by default. */
  at: string | undefined;
  /** Another table than the stage's own: one that was restored beside it. */
  table: string | undefined;
};

/** Backs up a stage on AWS, by the credentials and region of the environment. Throws where the folder is not empty. */
export async function backupStage(
  stage: string,
  folder: string,
  { exportBucket: bucket, at, table }: StageBackup,
  report: (line: string) => void,
): Promise<BackupAbout> {
  if (bucket === undefined) throw new Error("DynamoDB exports into a bucket of yours: --export-bucket <name>");
  if (at !== undefined && Number.isNaN(Date.parse(at))) throw new Error(`"${at}" is no instant`);
  makeFolder(folder);
  const [cloudformation, s3] = [new CloudFormationClient(), new S3Client()];
  const tableName = table ?? (await findOutput(cloudformation, stage, "data", "TableName"));
  const bucketName = await findOutput(cloudformation, stage, "photos", "BucketName");
  const prefix = `dangbo-${stage}`;
  const asked = { tableName, bucket, prefix, at: at === undefined ? undefined : new Date(at) };
  report(`DynamoDB exports ${tableName}: that takes some minutes`);
  const summary = await requestExport(new DynamoDBClient(), asked);
  await downloadExport(s3, bucket, summary, folder);
  return completeBackup(stage, folder, { s3, bucketName }, report);
}

/** Adds to a backup what the register of erasures has been given since. */
export async function backupRegisterOfStage(stage: string, folder: string): Promise<number> {
  const bucketName = await findOutput(new CloudFormationClient(), stage, "photos", "BucketName");
  return copyRegister({ s3: new S3Client(), bucketName }, folder);
}
