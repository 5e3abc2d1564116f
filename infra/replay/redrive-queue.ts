import { setTimeout as wait } from "node:timers/promises";
import {
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import type { Replayed } from "./replay-queue.ts";

/** What a queue is there for: work, what could not be done of it, or what a trigger gave up on. */
export type QueueKind = "work" | "dead-letters" | "failures";

/** Milliseconds between looks at a move under way. */
const look = 1_000;

/** Tells a queue by what SQS itself knows of it: where its messages end, and which queues' messages end in it. */
export async function kindOf(sqs: SQSClient, QueueUrl: string): Promise<QueueKind> {
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["RedrivePolicy"] });
  const { Attributes } = await sqs.send(command);
  if (Attributes?.RedrivePolicy !== undefined) return "work";
  const { queueUrls = [] } = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl }));
  return queueUrls.length > 0 ? "dead-letters" : "failures";
}

/** Moves every dead letter back to the queue it comes from, and waits until that is done. */
export async function redriveQueue(
  sqs: SQSClient,
  QueueUrl: string,
  report: (line: string) => void,
  pause: (milliseconds: number) => Promise<unknown> = wait,
): Promise<Replayed> {
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
}
