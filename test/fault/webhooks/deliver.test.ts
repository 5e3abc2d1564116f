import { createTable } from "../../../lib/table/table.ts";
import type { DeliveryContext } from "../../../lib/webhooks/attempt.ts";
import { deliver } from "../../../lib/webhooks/delivery.ts";
import { start, useDeliveries } from "../../store/webhooks/delivery-fixtures.ts";
import { callerAt } from "../../support/world.ts";
import { type InterruptionPoint, interruptAt, testInterrupted } from "../interruption.ts";

/** Milliseconds that a lease and the message for after it can last. */
const afterLease = 60_000;

const webhooks = useDeliveries();

/** Delivers a webhook until the interruption; returns whether it was reached. */
const deliverInterrupted = async (webhookId: string, point: InterruptionPoint): Promise<boolean> => {
  const { around, wasReached } = interruptAt(point);
  const { client, tableName } = webhooks.world;
  const { post, sendRecheck } = webhooks.context;
  const posting = around({ send: post });
  const sending = around({ send: sendRecheck });
  const using: DeliveryContext = {
    ...webhooks.context,
    table: createTable(around(client), tableName, () => crypto.randomUUID()),
    post: (request) => posting.send(request),
    sendRecheck: (message, delay) => sending.send(message, delay),
  };
  await deliver(using, { webhookId }).catch(() => undefined);
  return wasReached();
};

/** Redelivers the message, then advances the time until the queue is empty. */
const recover = async (webhookId: string) => {
  const redelivered = { message: { webhookId }, at: webhooks.world.dependencies.clock() };
  webhooks.queue.push(redelivered);
  await webhooks.run();
  while (webhooks.queue.length > 0) {
    webhooks.setTime(Math.min(...webhooks.queue.map(({ at }) => at)));
    await webhooks.run();
  }
};

/** A webhook with three changes to deliver, and the ids of the members in order. */
const prepareChanges = async () => {
  webhooks.respondWith(() => ({ status: 204 }));
  const { top, ministry, tenantId, first } = await webhooks.act.committee();
  await webhooks.publish();
  const caller = callerAt([top, ministry, tenantId]);
  const { id } = await webhooks.create({ types: ["member.created"] }, caller);
  const members: string[] = [];
  for (const fullName of ["An", "Bình", "Chi"])
    members.push((await webhooks.act.create({ organisationId: first, fullName })).id);
  await webhooks.publish();
  webhooks.queue.length = 0;
  webhooks.received.length = 0;
  return { id, members };
};

const firstOfEach = (ids: readonly string[]) => [...new Set(ids)];

testInterrupted(
  "Interrupted %s any call, a delivery sends every change in order and repeats at most the current one",
  async (point) => {
    webhooks.setTime(start);
    const { id, members } = await prepareChanges();
    const reached = await deliverInterrupted(id, point);
    await recover(id);
    const came = webhooks.received.map(({ resourceId }) => resourceId);
    expect(firstOfEach(came)).toEqual(members);
    expect(came.length).toBeLessThanOrEqual(members.length + 1);
    const ids = webhooks.received.map((one) => one.id);
    expect(firstOfEach(ids)).toHaveLength(members.length);
    expect(came).toEqual([...came].sort((a, b) => members.indexOf(a) - members.indexOf(b)));
    expect(webhooks.world.dependencies.clock()).toBeLessThanOrEqual(start + afterLease);
    return reached;
  },
  {
    afterwards: (calls) => {
      // Reading both, the lease, the feed; a request and its write for each; the end of the lease.
      expect(calls).toBe(10);
    },
  },
);

testInterrupted(
  "Interrupted %s any call while the receiver fails, a delivery is retried",
  async (point) => {
    webhooks.setTime(start);
    const { id, members } = await prepareChanges();
    webhooks.respondWith(() => ({ status: 500 }));
    const reached = await deliverInterrupted(id, point);
    webhooks.received.length = 0;
    webhooks.respondWith(() => ({ status: 204 }));
    await recover(id);
    expect(webhooks.received.map(({ resourceId }) => resourceId)).toEqual(members);
    return reached;
  },
  {
    afterwards: (calls) => {
      // Reading both, the lease, the feed, the request, the message for the next attempt, the write.
      expect(calls).toBe(6);
    },
  },
);

testInterrupted("Interrupted %s any call while the receiver is gone, a webhook is disabled", async (point) => {
  webhooks.setTime(start);
  const { id } = await prepareChanges();
  webhooks.respondWith(() => ({ status: 410 }));
  const reached = await deliverInterrupted(id, point);
  await recover(id);
  expect((await webhooks.find(id)).record).toMatchObject({ status: "disabled", disabledReason: { code: "gone" } });
  expect(await webhooks.stateOf(id)).not.toHaveProperty("lease");
  return reached;
});
