import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type * as z from "zod/mini";
import { type QueueName, queues } from "../../lib/contract/queues.ts";
import { readVariable } from "./environment.ts";
import { logRecordFailure } from "./log.ts";

/** Maximum number of messages in a call. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const batchSize = 10;
/** Maximum delay in seconds. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatchRequestEntry.html */
const maximumDelay = 900;

export type Send = (queue: QueueName, messages: readonly object[], delaySeconds?: number) => Promise<void>;

let client: SQSClient | undefined;

/** Sends messages to a queue. Throws if the queue rejects any of them. */
export const send: Send = async (queue, messages, delaySeconds = 0) => {
  client ??= new SQSClient({
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  const QueueUrl = readVariable(queues[queue].variable);
  for (let i = 0; i < messages.length; i += batchSize) {
    const Entries = messages.slice(i, i + batchSize).map((message, at) => ({
      Id: String(at),
      MessageBody: JSON.stringify(message),
      ...(delaySeconds > 0 ? { DelaySeconds: Math.min(maximumDelay, Math.ceil(delaySeconds)) } : {}),
    }));
    const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    if (Failed.length > 0) throw new Error(`The queue ${queue} rejected ${Failed.length} messages`);
  }
};

/** Handles every message of a batch. Failed messages are logged and redelivered. */
export const createQueueHandler =
  <Message>(
    schema: z.ZodMiniType<Message>,
    handle: (message: Message) => Promise<void>,
    log: typeof logRecordFailure = logRecordFailure,
  ) =>
  async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const batchItemFailures: SQSBatchResponse["batchItemFailures"] = [];
    for (const { messageId, body } of Records) {
      try {
        await handle(schema.parse(JSON.parse(body)));
      } catch (error) {
        log(messageId, error);
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    }
    return { batchItemFailures };
  };
