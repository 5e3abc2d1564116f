import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { settingsFor } from "../settings.ts";
import { findOutput } from "../stage/find-output.ts";
import { findResources } from "../stage/find-resources.ts";
import { pauseStage, unpauseStage } from "./pause-stage.ts";
import { demandPossible, type RestoreOptions, restore } from "./restore.ts";
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
  options: RestoreOptions,
  report: (line: string) => void,
): Promise<void> {
  const backup = await verifyBackup(folder, options.tableOnly);
  const cloudformation = new CloudFormationClient();
  const tableName = await findOutput(cloudformation, stage, "data", "TableName");
  const bucketName = await findOutput(cloudformation, stage, "photos", "BucketName");
  const target = { dynamodb: new DynamoDBClient({ maxAttempts: tries }), tableName, s3: new S3Client(), bucketName };
  await demandPossible(target, options);
  const pausing = await pausingOf(stage);
  report(`The stage ${stage} is paused until the restore is done; after a failure, by hand: --unpause`);
  await pauseStage(pausing);
  await restore(target, backup, options, report);
  await unpauseStage(pausing, settingsOf(stage));
}

/** Stops everything of a stage, or has it run again. */
export async function changePause(stage: string, isPaused: boolean): Promise<void> {
  const pausing = await pausingOf(stage);
  await (isPaused ? pauseStage(pausing) : unpauseStage(pausing, settingsOf(stage)));
}

const pausingOf = async (stage: string) => ({
  lambda: new LambdaClient(),
  resources: await findResources(new CloudFormationClient(), stage, stacks),
});

const settingsOf = (stage: string) => settingsFor({ stage, localAdminSecret: "" });
