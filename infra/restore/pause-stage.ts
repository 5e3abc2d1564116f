import { setTimeout as wait } from "node:timers/promises";
import {
  DeleteFunctionConcurrencyCommand,
  type LambdaClient,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { functions } from "../../lib/contract/functions.ts";
import { constructId } from "../names.ts";
import type { Settings } from "../settings.ts";
import type { StageResource } from "../stage/find-resources.ts";

type Pausing = {
  lambda: Pick<LambdaClient, "send">;
  resources: readonly StageResource[];
  pause?: (milliseconds: number) => Promise<unknown>;
};

/** Milliseconds that a function may still run which was called before. */
const longest = 1_000 * Math.max(...Object.values(functions).map(({ timeout }) => timeout));

const idsOf = (resources: readonly StageResource[], type: string) => resources.filter((each) => each.type === type);

/**
 * Stops everything of a stage: no function begins to run, no stream and no queue is read. Callers are answered 503; what
 * arrives in the bucket waits up to six hours. Resolves when what ran has ended.
 */
export async function pauseStage({ lambda, resources, pause = wait }: Pausing): Promise<void> {
  await readAll(lambda, resources, false);
  for (const { id: FunctionName } of idsOf(resources, "AWS::Lambda::Function"))
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  await pause(longest);
}

/** Has a stage run again as its settings say. */
export async function unpauseStage(
  { lambda, resources }: Pausing,
  { reserved }: Pick<Settings, "reserved">,
): Promise<void> {
  for (const { id: FunctionName, name } of idsOf(resources, "AWS::Lambda::Function")) {
    const [, own] = Object.entries(reserved).find(([each]) => name.startsWith(constructId(each))) ?? [];
    if (own === undefined) await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    else await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: own }));
  }
  await readAll(lambda, resources, true);
}

/** Lambda goes on where it had stopped to read a stream. */
async function readAll(lambda: Pick<LambdaClient, "send">, resources: readonly StageResource[], Enabled: boolean) {
  for (const { id: UUID } of idsOf(resources, "AWS::Lambda::EventSourceMapping"))
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
}
