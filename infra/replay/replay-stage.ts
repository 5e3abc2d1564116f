import { setTimeout as wait } from "node:timers/promises";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { LambdaClient } from "@aws-sdk/client-lambda";
import {
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { findQueues } from "../stage-resources.ts";
import { type ReplayResult, replayQueue } from "./replay-queue.ts";

/** What a queue is there for: work, what could not be done of it, or what a trigger gave up on. */
export type QueueKind = "work" | "dead-letters" | "failures";

/** Milliseconds between looks at a move under way. */
const look = 1_000;

/** Tells a queue by what SQS itself knows of it: where its messages end, and which queues' messages end in it. */
export const queueKindOf = async (sqs: SQSClient, QueueUrl: string): Promise<QueueKind> => {
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["RedrivePolicy"] });
  const { Attributes } = await sqs.send(command);
  if (Attributes?.RedrivePolicy !== undefined) return "work";
  const { queueUrls = [] } = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl }));
  return queueUrls.length > 0 ? "dead-letters" : "failures";
};

/** Moves every dead letter back to the queue it comes from, and waits until that is done. */
export const redriveQueue = async (
  sqs: SQSClient,
  QueueUrl: string,
  report: (line: string) => void,
  pause: (milliseconds: number) => Promise<unknown> = wait,
): Promise<ReplayResult> => {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  const SourceArn = Attributes?.QueueArn;
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
  for (;;) {
    const { Results: [task] = [] } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }));
    const { Status, ApproximateNumberOfMessagesMoved: done = 0, FailureReason } = task ?? {};
    if (Status === "COMPLETED") return { done, failed: 0 };
    if (Status !== "RUNNING") {
      report(`The move ended as ${Status}: ${FailureReason}`);
      return { done, failed: (task?.ApproximateNumberOfMessagesToMove ?? 1) - done };
    }
    await pause(look);
  }
};

/** Replays what waits in the failure queues of a stage on AWS, by the credentials and region of the environment. */
export const replayStage = async (
  stage: string,
  wanted: string,
  report: (line: string) => void,
): Promise<ReplayResult> => {
  const access = { sqs: new SQSClient(), lambda: new LambdaClient(), streams: new DynamoDBStreamsClient() };
  const queues = await findQueues(new CloudFormationClient(), stage);
  const all: ReplayResult = { done: 0, failed: 0 };
  for (const { name, url } of queues.filter((queue) => queue.name.includes(wanted))) {
    const tell = (line: string) => report(`${name}: ${line}`);
    const kind = await queueKindOf(access.sqs, url);
    if (kind === "work") continue;
    const replayed = kind === "failures" ? replayQueue(access, url, tell) : redriveQueue(access.sqs, url, tell);
    const { done, failed } = await replayed;
    report(`${name}: ${done} done, ${failed} failed again`);
    all.done += done;
    all.failed += failed;
  }
  return all;
};
