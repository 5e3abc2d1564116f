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
import { selectQueues } from "./select-queues.ts";

/** A queue of work, its dead-letter queue, or the failure destination of an event source. */
type QueueKind = "work" | "dead-letters" | "failed-events";

const pollInterval = 1_000;

/** Determined by redrive policies, the queue's own and those that name it. */
export const queueKindOf = async (sqs: SQSClient, QueueUrl: string): Promise<QueueKind> => {
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["RedrivePolicy"] });
  const { Attributes } = await sqs.send(command);
  if (Attributes?.RedrivePolicy !== undefined) return "work";
  const { queueUrls = [] } = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl }));
  return queueUrls.length > 0 ? "dead-letters" : "failed-events";
};

/** Moves all dead letters back to their source queue and waits for the move. */
export const redriveQueue = async (
  sqs: SQSClient,
  queueUrl: string,
  { log, pause = wait }: { log: (line: string) => void; pause?: (milliseconds: number) => Promise<unknown> },
): Promise<ReplayResult> => {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["QueueArn"] }),
  );
  const SourceArn = Attributes?.QueueArn;
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
  for (;;) {
    const { Results: [task] = [] } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }));
    const { Status, ApproximateNumberOfMessagesMoved: done = 0, FailureReason } = task ?? {};
    if (Status === "COMPLETED") return { done, failed: 0 };
    if (Status !== "RUNNING") {
      log(`The move ended as ${Status}: ${FailureReason}`);
      return { done, failed: (task?.ApproximateNumberOfMessagesToMove ?? 1) - done };
    }
    await pause(pollInterval);
  }
};

/** Replays the dead-letter queues of a stage on AWS, with the credentials and region of the environment. */
export const replayStage = async (
  stage: string,
  queueName: string,
  log: (line: string) => void,
): Promise<ReplayResult> => {
  const clients = { sqs: new SQSClient(), lambda: new LambdaClient(), streams: new DynamoDBStreamsClient() };
  const queues = await findQueues(new CloudFormationClient(), stage);
  const total: ReplayResult = { done: 0, failed: 0 };
  for (const { name, url } of selectQueues(queues, (queue) => queue.name, queueName)) {
    const logQueue = (line: string) => log(`${name}: ${line}`);
    const kind = await queueKindOf(clients.sqs, url);
    if (kind === "work") continue;
    const replayed =
      kind === "failed-events"
        ? replayQueue(clients, url, logQueue)
        : redriveQueue(clients.sqs, url, { log: logQueue });
    const { done, failed } = await replayed;
    log(`${name}: ${done} done, ${failed} failed again`);
    total.done += done;
    total.failed += failed;
  }
  return total;
};
