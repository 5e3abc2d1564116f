import { randomBytes } from "node:crypto";
import { createEnqueueWork } from "../../../functions/stream-processor/enqueue-work.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import { keys } from "../../../lib/table/keys.ts";
import type { DeliveryContext, ReceiverResponse, WebhookRequest } from "../../../lib/webhooks/attempt.ts";
import { deliver } from "../../../lib/webhooks/delivery.ts";
import type { RecheckMessage } from "../../../lib/webhooks/lease.ts";
import { listDeliveries, requireVisibleWebhook } from "../../../lib/webhooks/reads.ts";
import { type Webhook, webhookInput } from "../../../lib/webhooks/schema.ts";
import { makeSecret } from "../../../lib/webhooks/signature.ts";
import { createWebhook, deleteWebhook, updateWebhook } from "../../../lib/webhooks/writes.ts";
import { callerAt, useFixtures } from "../../support/world.ts";
import { createFeedFixtures } from "../changes/feed-fixtures.ts";

export const minute = 60_000;
export const day = 24 * 60 * minute;
/** The time at which every test starts. */
export const start = Date.parse("2024-01-15T03:00:00Z");

/** A change that a receiver got. */
export type Received = { url: string; id: string; type: string; resourceId: string };

const receivedOf = ({ url, headers, body }: WebhookRequest): Received => {
  const { type, data } = JSON.parse(body) as { type: string; data: { resource: { id: string } } };
  return { url, id: headers["webhook-id"] ?? "", type, resourceId: data.resource.id };
};

export const writeOptions = {
  receiverCheck: { receivers: { loopback: false }, resolve: async () => [] },
  language: "en",
} as const;

/** A feed with webhooks; queue, receivers and time are controlled by the test. */
export const createDeliveryFixtures = async () => {
  const feed = await createFeedFixtures();
  const { world, act } = feed;
  const { table, clock, newId } = world.dependencies;
  const received: Received[] = [];
  const queue: { message: RecheckMessage; at: number }[] = [];
  const sendRecheck: DeliveryContext["sendRecheck"] = async (message, delaySeconds) => {
    queue.push({ message, at: clock() + Math.min(900, delaySeconds) * 1_000 });
  };
  const succeed = (): ReceiverResponse => ({ status: 204 });
  let respond: (request: Received) => ReceiverResponse | Promise<ReceiverResponse> = succeed;
  const context: DeliveryContext = {
    table,
    clock,
    newId,
    random: () => 0.5,
    sendRecheck,
    post: async (request) => {
      const one = receivedOf(request);
      const response = await respond(one);
      if (!("failed" in response)) received.push(one);
      return response;
    },
  };
  const enqueueWork = createEnqueueWork(table, async (name, messages) => {
    if (name === "webhookDelivery") for (const message of messages) await sendRecheck(message as RecheckMessage, 0);
  });
  /** Takes the next due message off the queue. */
  const nextMessage = () => {
    const at = queue.findIndex((sent) => sent.at <= clock());
    return at < 0 ? undefined : queue.splice(at, 1)[0]?.message;
  };
  const setTime = (milliseconds: number) => world.setNow(new Date(milliseconds).toISOString());
  const publish = () => feed.processAll({ enqueueWork });
  const run = async (using: DeliveryContext = context) => {
    for (let message = nextMessage(); message; message = nextMessage()) await deliver(using, message);
  };
  const publishAndRun = async () => {
    await publish();
    await run();
  };
  const create = async (input: object = {}, caller?: Caller) => {
    const validation = validateInput(webhookInput, { url: "https://bao-cao.example/a", ...input });
    const options = { secret: makeSecret(randomBytes), ...writeOptions };
    return (await createWebhook(world.contextAs(caller), validation, options)).record as Webhook & { secret: string };
  };
  /** A committee, its administrator and a webhook whose own creation is the first change to deliver. */
  const prepare = async (input: object = {}) => {
    const { top, ministry, tenantId, first, second } = await act.committee();
    await publish();
    const caller = callerAt([top, ministry, tenantId]);
    const webhook = await create(input, caller);
    const add = (fullName: string) => act.create({ organisationId: first, fullName });
    return { caller, tenantId, first, second, webhook, add };
  };
  const find = (id: string) => requireVisibleWebhook(world.contextAs(), id);
  return {
    ...{ feed, world, act, received, queue, context, nextMessage, setTime, create, prepare, find },
    /** Publishes all changes and queues the webhooks that follow the feeds. */
    publish,
    /** Handles due messages until there are none. */
    run,
    publishAndRun,
    respondWith: (given: typeof respond) => {
      respond = given;
    },
    /** Empties queue and receivers, and resets responses and time. */
    reset: async () => {
      await publish();
      queue.length = 0;
      received.length = 0;
      respond = succeed;
      setTime(start);
    },
    /** Prepares a webhook and delivers its own creation. */
    prepareDelivered: async (input: object = {}) => {
      const prepared = await prepare(input);
      await publishAndRun();
      received.length = 0;
      return prepared;
    },
    /** Advances the time from message to message until the queue is empty or the end is reached. */
    passUntil: async (end: number) => {
      for (;;) {
        const next = Math.min(...queue.map((sent) => sent.at));
        if (next > end) return;
        setTime(next);
        await run();
      }
    },
    patch: async (id: string, change: object, version?: number, caller?: Caller) => {
      const precondition = version === undefined ? { any: true as const } : { versions: [version] };
      const patched = (current: object) => validateInput(webhookInput, mergePatch(current, change));
      const options = { precondition, change: patched, ...writeOptions };
      return (await updateWebhook(world.contextAs(caller), id, options)).record as Webhook;
    },
    remove: (id: string, caller?: Caller) => deleteWebhook(world.contextAs(caller), id, { any: true }),
    recordOf: async (id: string) => (await find(id)).record,
    stateOf: (id: string) => table.get(keys.webhookState(id)),
    attemptsOf: async (id: string, caller?: Caller) =>
      (await listDeliveries(world.contextAs(caller), id, { limit: 100 })).items,
    close: () => feed.close(),
  };
};

export type DeliveryFixtures = Awaited<ReturnType<typeof createDeliveryFixtures>>;

/** A feed with webhooks for the tests of a file, each of which starts with `reset`. */
export const useDeliveries = (): DeliveryFixtures => {
  const fixtures = useFixtures(createDeliveryFixtures);
  beforeEach(() => fixtures.reset());
  return fixtures;
};

/** Received changes as `member.created <id>`, in order. */
export const summaries = (received: readonly Received[]) =>
  received.map(({ type, resourceId }) => `${type} ${resourceId}`);
