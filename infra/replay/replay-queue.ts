import { InvokeCommand } from "@aws-sdk/client-lambda";
import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { messageOf } from "../local/errors.ts";
import { isDone, readFailure } from "./failure.ts";
import { eventOfPart, type StreamAccess } from "./stream-part.ts";

export type Access = StreamAccess & { sqs: SQSClient };

/** Seconds a message is kept from others while it is replayed: longer than any function runs. */
const hidden = 120;
/** Seconds to wait for a message: SQS then asks all of its servers. */
const retryRuntime = 2;

export type Replayed = { done: number; failed: number };

/** Hands every message of a failure queue to its function once more; those that fail again stay. */
export async function replayQueue(access: Access, queueUrl: string, report: (line: string) => void): Promise<Replayed> {
  let done = 0;
  const failed = new Set<string | undefined>();
  for (;;) {
    const { Messages = [] } = await access.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, VisibilityTimeout: hidden, WaitTimeSeconds: retryRuntime }),
    );
    // What failed comes again when it is no longer hidden: once is enough.
    const fresh = Messages.filter(({ MessageId }) => !failed.has(MessageId));
    if (fresh.length === 0) return { done, failed: failed.size };
    for (const { Body = "", ReceiptHandle, MessageId } of fresh) {
      try {
        await replay(access, Body);
        await access.sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
        done += 1;
      } catch (error) {
        report(`${MessageId} failed again: ${messageOf(error)}`);
        failed.add(MessageId);
      }
    }
  }
}

/** Waits for the answer: only what is done may leave the queue. */
async function replay(access: Access, body: string): Promise<void> {
  const failure = readFailure(body);
  const { functionArn } = failure;
  const event = "event" in failure ? failure.event : await eventOfPart(access, functionArn, failure.part);
  if (event === undefined) return;
  const { FunctionError, Payload } = await access.lambda.send(
    new InvokeCommand({ FunctionName: functionArn, Payload: JSON.stringify(event) }),
  );
  const answer = Payload?.transformToString() ?? "null";
  if (FunctionError !== undefined) throw new Error(answer);
  if (!isDone(JSON.parse(answer))) throw new Error("The function reports records as failed");
}
