import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { settingsFor } from "../settings.ts";
import { findOutput } from "../stage/find-output.ts";
import { findResources } from "../stage/find-resources.ts";
import { pauseStage, unpauseStage } from "./pause-stage.ts";
import { demandEmpty } from "./put-items.ts";
import { restore } from "./restore.ts";
import type { RestoreOptions } from "./restore-here.ts";
import { verifyBackup } from "./verify-backup.ts";

/** A new table takes more and more writes a second; until it does, each is tried again. */
const tries = 15;

const stacks = ["photos", "issuer", "api"];

/**
 * Restores a backup into a stage on AWS, by the credentials and region of the environment. The stage is paused meanwhile, and
 * stays so where the restore fails: half a record is not to be worked with.
 * @throws Error where the backup is not whole or the table is not empty
 */
export async function restoreStage(
  stage: string,
  folder: string,
  { resume, tableOnly }: RestoreOptions,
  report: (line: string) => void,
): Promise<void> {
  const backup = await verifyBackup(folder, tableOnly);
  const cloudformation = new CloudFormationClient();
  const tableName = await findOutput(cloudformation, stage, "data", "TableName");
  const bucketName = await findOutput(cloudformation, stage, "photos", "BucketName");
  const target = { dynamodb: new DynamoDBClient({ maxAttempts: tries }), tableName, s3: new S3Client(), bucketName };
  if (!resume) await demandEmpty(target);
  const pausing = { lambda: new LambdaClient(), resources: await findResources(cloudformation, stage, stacks) };
  report(`The stage ${stage} is paused until the restore is done; after a failure, by hand: --unpause`);
  await pauseStage(pausing);
  await restore(target, backup, resume, report);
  await unpauseStage(pausing, settingsOf(stage));
}

/** Has a paused stage run again. */
export async function resumeStage(stage: string): Promise<void> {
  const resources = await findResources(new CloudFormationClient(), stage, stacks);
  await unpauseStage({ lambda: new LambdaClient(), resources }, settingsOf(stage));
}

const settingsOf = (stage: string) => settingsFor({ stage, localAdminSecret: "" });
