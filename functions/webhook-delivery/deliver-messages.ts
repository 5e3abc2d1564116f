import * as z from "zod/mini";
import { id } from "../../lib/shared/schema.ts";
import type { DeliveryContext } from "../../lib/webhooks/attempt.ts";
import { deliver } from "../../lib/webhooks/delivery.ts";
import type { logRecordFailure } from "../shared/log.ts";
import { createQueueHandler } from "../shared/queues.ts";

const message = z.strictObject({ webhookId: id, due: z.optional(z.int()) });

/** Delivers the webhooks of the messages. */
export const createDeliver = (build: () => DeliveryContext, log?: typeof logRecordFailure) =>
  createQueueHandler(message, async (request) => deliver(build(), request), log);
