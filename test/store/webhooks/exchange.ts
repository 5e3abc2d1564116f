import { randomBytes } from "node:crypto";
import { createEnqueueWork } from "../../../functions/stream-processor/enqueue-work.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import { keys } from "../../../lib/table/keys.ts";
import type { DeliveryContext, ReceiverResponse, WebhookRequest } from "../../../lib/webhooks/attempt.ts";
import { deliver } from "../../../lib/webhooks/delivery.ts";
import type { RecheckMessage } from "../../../lib/webhooks/lease.ts";
import { listDeliveries, requireWebhook } from "../../../lib/webhooks/reads.ts";
import { type Webhook, webhookInput } from "../../../lib/webhooks/schema.ts";
import { makeSecret } from "../../../lib/webhooks/signature.ts";
import { createWebhook, deleteWebhook, type ReceiverCheck, updateWebhook } from "../../../lib/webhooks/writes.ts";
import { startNewsroom } from "../changes/newsroom.ts";
import { acting } from "../members/committee.ts";

/** What a receiver got: the change that a request tells of. */
export type Got = { url: string; id: string; type: string; resourceId: string };

type Sent = { wake: RecheckMessage; at: number };

const gotOf = ({ url, headers, body }: WebhookRequest): Got => {
  const { type, data } = JSON.parse(body) as { type: string; data: { resource: { id: string } } };
  return { url, id: headers["webhook-id"] ?? "", type, resourceId: data.resource.id };
};

const receiverCheck: ReceiverCheck = { receivers: { loopback: false }, resolve: async () => [] };
const options = { receiverCheck, language: "en" } as const;

/**
 * A world whose changes are told and delivered, with the queue, the receivers and the time in the test's hands. Receivers take
 * everything unless `answer` says otherwise.
 */
export const startExchange = async () => {
  const room = await startNewsroom();
  const { world } = room;
  const { table, clock, newId } = world.dependencies;
  const got: Got[] = [];
  const queue: Sent[] = [];
  const wake: DeliveryContext["sendRecheck"] = async (message, delaySeconds) => {
    queue.push({ wake: message, at: clock() + Math.min(900, delaySeconds) * 1_000 });
  };
  let answer: (request: Got) => ReceiverResponse | Promise<ReceiverResponse> = () => ({ status: 204 });
  const delivering: DeliveryContext = {
    table,
    clock,
    newId,
    random: () => 0.5,
    sendRecheck: wake,
    post: async (request) => {
      const one = gotOf(request);
      const answered = await answer(one);
      if (!("failed" in answered)) got.push(one);
      return answered;
    },
  };
  const start = createEnqueueWork(table, async (name, messages) => {
    if (name === "webhookDelivery") for (const message of messages) await wake(message as RecheckMessage, 0);
  });
  /** Takes the next message that is due off the queue. */
  const next = () => {
    const at = queue.findIndex((sent) => sent.at <= clock());
    return at < 0 ? undefined : queue.splice(at, 1)[0]?.wake;
  };
  return {
    room,
    world,
    act: acting(world),
    got,
    queue,
    delivering,
    answerWith: (given: typeof answer) => {
      answer = given;
    },
    /** Tells what has happened since, and puts whom it wakes in the queue. */
    tell: async () => {
      const failed = await room.tell(await room.stream.read(), { enqueueWork: start });
      if (failed.length > 0) throw new Error(`${failed.length} records were not told`);
    },
    /** Handles messages that are due until there are none. */
    run: async (using: DeliveryContext = delivering) => {
      for (let message = next(); message; message = next()) await deliver(using, message);
    },
    next,
    setTime: (milliseconds: number) => world.setNow(new Date(milliseconds).toISOString()),
    create: async (input: object = {}, caller?: Caller) => {
      const validation = validateInput(webhookInput, { url: "https://bao-cao.example/a", ...input });
      const outcome = await createWebhook(world.workAs(caller), validation, {
        secret: makeSecret(randomBytes),
        ...options,
      });
      return outcome.record as Webhook & { secret: string };
    },
    patch: async (id: string, change: object, version?: number, caller?: Caller) => {
      const precondition = version === undefined ? { any: true as const } : { versions: [version] };
      const patch = (current: object) => validateInput(webhookInput, mergePatch(current, change));
      const outcome = await updateWebhook(world.workAs(caller), id, { precondition, change: patch, ...options });
      return outcome.record as Webhook;
    },
    remove: (id: string, caller?: Caller) => deleteWebhook(world.workAs(caller), id, { any: true }),
    find: (id: string) => requireWebhook(world.workAs(), id),
    stateOf: (id: string) => table.get(keys.webhookState(id)),
    deliveries: async (id: string, caller?: Caller) =>
      (await listDeliveries(world.workAs(caller), id, { limit: 100 })).items,
    close: () => room.close(),
  };
};

export type Exchange = Awaited<ReturnType<typeof startExchange>>;

/** What came, short, in its order. */
export const told = (got: readonly Got[]) => got.map(({ type, resourceId }) => `${type} ${resourceId}`);
