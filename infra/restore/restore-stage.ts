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
import { stagesFile } from "../stage-file.ts";
import { findOutput, findResources, type StageResource } from "../stage-resources.ts";
import { checkPreconditions, type RestoreOptions, restore } from "./restore.ts";
import { verifyBackup } from "./verify-backup.ts";

type PauseContext = {
  lambda: Pick<LambdaClient, "send">;
  resources: readonly StageResource[];
  pause?: (milliseconds: number) => Promise<unknown>;
};

/** Milliseconds until every invocation that has started is over. */
const longestInvocation = 1_000 * Math.max(...Object.values(functions).map(({ timeout }) => timeout));

const ofType = (resources: readonly StageResource[], type: string) => resources.filter((each) => each.type === type);

/**
 * Disables event sources and sets the concurrency of all functions to zero, then waits for running invocations. Callers get
 * 503; events of uploads are retried for up to six hours.
 */
export const pauseStage = async ({ lambda, resources, pause = wait }: PauseContext): Promise<void> => {
  await enableEventSources(lambda, resources, false);
  for (const { id: FunctionName } of ofType(resources, "AWS::Lambda::Function"))
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  await pause(longestInvocation);
};

/** Restores the concurrency of the settings and enables event sources. */
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

/** Lambda keeps the position in a stream. */
const enableEventSources = async (
  lambda: Pick<LambdaClient, "send">,
  resources: readonly StageResource[],
  Enabled: boolean,
) => {
  for (const { id: UUID } of ofType(resources, "AWS::Lambda::EventSourceMapping"))
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
};

/** A new table throttles until its capacity has grown. */
const maxAttempts = 15;

const stacks = ["photos", "issuer", "api"];

type StageRestore = RestoreOptions & { stage: string; folder: string; log: (line: string) => void };

/**
 * Restores a backup into a stage on AWS, with the credentials and region of the environment. Pauses the stage meanwhile; after
 * a failure it stays paused, as its data is incomplete.
 * @throws Error if the backup is incomplete or the table is not empty
 */
export const restoreStage = async ({ stage, folder, log, ...options }: StageRestore): Promise<void> => {
  const backup = await verifyBackup(folder, options.tableOnly);
  const cloudformation = new CloudFormationClient();
  const tableName = await findOutput(cloudformation, { stage, stack: "data", name: "TableName" });
  const bucketName = await findOutput(cloudformation, { stage, stack: "photos", name: "BucketName" });
  const target = { dynamodb: new DynamoDBClient({ maxAttempts }), tableName, s3: new S3Client(), bucketName };
  await checkPreconditions(target, options);
  const context = await loadPauseContext(stage);
  log(`The stage ${stage} is paused during the restore. After a failure it stays paused: resume, or use --unpause`);
  await pauseStage(context);
  await restore({ target, backup, options, log });
  await unpauseStage(context, settingsOf(stage));
};

export const setPaused = async (stage: string, isPaused: boolean): Promise<void> => {
  const context = await loadPauseContext(stage);
  await (isPaused ? pauseStage(context) : unpauseStage(context, settingsOf(stage)));
};

const loadPauseContext = async (stage: string) => ({
  lambda: new LambdaClient(),
  resources: await findResources(new CloudFormationClient(), stage, stacks),
});

const settingsOf = (stage: string) => settingsFor({ stage, stagesFile });
