import { setTimeout as wait } from "node:timers/promises";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DeleteFunctionConcurrencyCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { functions } from "../../lib/contract/functions.ts";
import { toConstructId } from "../names.ts";
import { type Settings, settingsFor } from "../settings.ts";
import { findOutput, findResources, type StageResource } from "../stage-resources.ts";
import { checkPreconditions, type RestoreOptions, restore } from "./restore.ts";
import { verifyBackup } from "./verify-backup.ts";

type PauseContext = {
  lambda: Pick<LambdaClient, "send">;
  resources: readonly StageResource[];
  pause?: (milliseconds: number) => Promise<unknown>;
};

/** Milliseconds that a function may still run which was called before. */
const longest = 1_000 * Math.max(...Object.values(functions).map(({ timeout }) => timeout));

const ofType = (resources: readonly StageResource[], type: string) => resources.filter((each) => each.type === type);

/**
 * Stops everything of a stage: no function begins to run, no stream and no queue is read. Callers are answered 503; what
 * arrives in the bucket waits up to six hours. Resolves when what ran has ended.
 */
export const pauseStage = async ({ lambda, resources, pause = wait }: PauseContext): Promise<void> => {
  await enableEventSources(lambda, resources, false);
  for (const { id: FunctionName } of ofType(resources, "AWS::Lambda::Function"))
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  await pause(longest);
};

/** Has a stage run again as its settings say. */
export const unpauseStage = async (
  { lambda, resources }: PauseContext,
  { reservedConcurrency }: Pick<Settings, "reservedConcurrency">,
): Promise<void> => {
  for (const { id: FunctionName, name } of ofType(resources, "AWS::Lambda::Function")) {
    const [, own] = Object.entries(reservedConcurrency).find(([each]) => name.startsWith(toConstructId(each))) ?? [];
    if (own === undefined) await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    else await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: own }));
  }
  await enableEventSources(lambda, resources, true);
};

/** Lambda goes on where it had stopped to read a stream. */
const enableEventSources = async (
  lambda: Pick<LambdaClient, "send">,
  resources: readonly StageResource[],
  Enabled: boolean,
) => {
  for (const { id: UUID } of ofType(resources, "AWS::Lambda::EventSourceMapping"))
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
};

/** A new table takes more and more writes a second; until it does, each is tried again. */
const tries = 15;

const stacks = ["photos", "issuer", "api"];

/**
 * Restores a backup into a stage on AWS, by the credentials and region of the environment. The stage is paused meanwhile, and
 * stays so where the restore fails: half a record is not to be worked with.
 * @throws Error where the backup is not whole or the table is not empty
 */
export const restoreStage = async (
  stage: string,
  folder: string,
  options: RestoreOptions,
  report: (line: string) => void,
): Promise<void> => {
  const backup = await verifyBackup(folder, options.tableOnly);
  const cloudformation = new CloudFormationClient();
  const tableName = await findOutput(cloudformation, stage, "data", "TableName");
  const bucketName = await findOutput(cloudformation, stage, "photos", "BucketName");
  const target = { dynamodb: new DynamoDBClient({ maxAttempts: tries }), tableName, s3: new S3Client(), bucketName };
  await checkPreconditions(target, options);
  const pausing = await loadPauseContext(stage);
  report(`The stage ${stage} is paused until the restore is done; after a failure, by hand: --unpause`);
  await pauseStage(pausing);
  await restore(target, backup, options, report);
  await unpauseStage(pausing, settingsOf(stage));
};

/** Stops everything of a stage, or has it run again. */
export const setPaused = async (stage: string, isPaused: boolean): Promise<void> => {
  const pausing = await loadPauseContext(stage);
  await (isPaused ? pauseStage(pausing) : unpauseStage(pausing, settingsOf(stage)));
};

const loadPauseContext = async (stage: string) => ({
  lambda: new LambdaClient(),
  resources: await findResources(new CloudFormationClient(), stage, stacks),
});

const settingsOf = (stage: string) => settingsFor({ stage, localAdminSecret: "" });
