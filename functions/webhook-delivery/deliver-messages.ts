import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as z from "zod/mini";
import { id } from "../../lib/shared/schema.ts";
import type { DeliveryContext } from "../../lib/webhooks/attempt.ts";
import { deliver } from "../../lib/webhooks/delivery.ts";
import { logRecordFailure } from "../shared/log.ts";

const message = z.strictObject({ webhookId: id, due: z.optional(z.int()) });

/** Delivers the webhooks of the messages. Failed messages are redelivered. */
export const createDeliver =
  (build: () => DeliveryContext, log: typeof logRecordFailure = logRecordFailure) =>
  async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const failed: string[] = [];
    for (const { messageId, body } of Records) {
      try {
        await deliver(build(), message.parse(JSON.parse(body)));
      } catch (error) {
        log(messageId, error);
        failed.push(messageId);
      }
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
