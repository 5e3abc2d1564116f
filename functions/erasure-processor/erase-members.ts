import * as z from "zod/mini";
import { eraseMember } from "../../lib/data-subjects/erasure.ts";
import type { ErasureContext } from "../../lib/data-subjects/erasure-context.ts";
import { repeatRegisteredErasures } from "../../lib/data-subjects/requests.ts";
import { id } from "../../lib/shared/schema.ts";
import { logDeletion, type logRecordFailure } from "../shared/log.ts";
import { createQueueHandler, type Send } from "../shared/queues.ts";

/** Seconds until the last run, for items that an index showed late and changes that were being published. */
const lastRunDelay = 120;

const message = z.union([
  z.strictObject({ memberId: id, last: z.optional(z.literal(true)) }),
  z.strictObject({ again: z.literal(true) }),
]);

/** Erases the members of the messages. */
export const createEraseMembers = (build: () => ErasureContext, send: Send, log?: typeof logRecordFailure) =>
  createQueueHandler(message, async (request) => handle(build(), send, request), log);

const handle = async (context: ErasureContext, send: Send, request: z.output<typeof message>): Promise<void> => {
  if ("again" in request) {
    const open = await repeatRegisteredErasures(context);
    await send(
      "erasureProcessor",
      open.map((memberId) => ({ memberId })),
    );
    return;
  }
  const { memberId, last } = request;
  if (!(await eraseMember(context, memberId))) return;
  logDeletion({ personalDataOf: memberId });
  if (!last) await send("erasureProcessor", [{ memberId, last: true }], lastRunDelay);
};
