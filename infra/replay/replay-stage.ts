import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { findQueues } from "./find-queues.ts";
import { kindOf, redriveQueue } from "./redrive-queue.ts";
import { type Replayed, replayQueue } from "./replay-queue.ts";

/** Replays what waits in the failure queues of a stage on AWS, by the credentials and region of the environment. */
export async function replayStage(stage: string, wanted: string, report: (line: string) => void): Promise<Replayed> {
  const access = { sqs: new SQSClient(), lambda: new LambdaClient(), streams: new DynamoDBStreamsClient() };
  const queues = await findQueues(new CloudFormationClient(), stage);
  const all: Replayed = { done: 0, failed: 0 };
  for (const { name, url } of queues.filter((queue) => queue.name.includes(wanted))) {
    const tell = (line: string) => report(`${name}: ${line}`);
    const kind = await kindOf(access.sqs, url);
    if (kind === "work") continue;
    const replayed = kind === "failures" ? replayQueue(access, url, tell) : redriveQueue(access.sqs, url, tell);
    const { done, failed } = await replayed;
    report(`${name}: ${done} done, ${failed} failed again`);
    all.done += done;
    all.failed += failed;
  }
  return all;
}
