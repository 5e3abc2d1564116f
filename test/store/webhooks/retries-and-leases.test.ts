import { deliver } from "../../../lib/webhooks/delivery.ts";
import { day, minute, start, summaries, useDeliveries } from "./delivery-fixtures.ts";

const webhooks = useDeliveries();

test("A failed change blocks later ones of its webhook, and is retried with the same id", async () => {
  const { add, webhook } = await webhooks.prepareDelivered();
  const { id } = await add("An");
  await add("Bình");
  webhooks.respondWith(() => ({ status: 500 }));
  await webhooks.publishAndRun();
  expect(summaries(webhooks.received)).toEqual([`member.created ${id}`]);
  expect(webhooks.queue).toHaveLength(1);
  webhooks.respondWith(() => ({ status: 200 }));
  await webhooks.run();
  expect(webhooks.received).toHaveLength(1);
  webhooks.setTime(start + 5_000);
  await webhooks.run();
  expect(webhooks.received.map((one) => one.id)).toEqual([
    webhooks.received[0]?.id,
    webhooks.received[0]?.id,
    webhooks.received[2]?.id,
  ]);
  const log = await webhooks.attemptsOf(webhook.id);
  expect(log.slice(0, 3)).toMatchObject([
    { outcome: "delivered", attempt: 1, status: 200 },
    { outcome: "delivered", attempt: 2, status: 200 },
    { outcome: "failed", attempt: 1, status: 500, reason: "status", nextAttemptAt: "2024-01-15T03:00:05.000Z" },
  ]);
});

test("New changes do not start an attempt while a webhook waits for its next one", async () => {
  const { add } = await webhooks.prepareDelivered();
  webhooks.respondWith(() => ({ failed: "connection" }));
  await add("An");
  await webhooks.publishAndRun();
  let posts = 0;
  webhooks.respondWith(() => {
    posts += 1;
    return { status: 200 };
  });
  await add("Bình");
  await webhooks.publishAndRun();
  expect([posts, webhooks.queue.length]).toEqual([0, 1]);
  webhooks.setTime(start + 5_000);
  await webhooks.run();
  expect([posts, webhooks.queue.length]).toEqual([2, 0]);
});

test("After a day of failures a webhook is disabled with the reason, and continues at its position when enabled", async () => {
  const { add, webhook } = await webhooks.prepareDelivered();
  const attempts: number[] = [];
  webhooks.respondWith(() => {
    attempts.push(webhooks.world.dependencies.clock() - start);
    return { failed: "timeout" };
  });
  const { id } = await add("An");
  await webhooks.publishAndRun();
  await webhooks.passUntil(start + day - 1);
  expect((await webhooks.recordOf(webhook.id)).status).toBe("enabled");
  await webhooks.passUntil(start + 10 * day);
  expect(attempts.slice(0, 4)).toEqual([0, 5_000, 35_000, 335_000]);
  expect(attempts.at(-1)).toBe(day);
  const reason = { code: "failing", at: new Date(start + day).toISOString() };
  expect(await webhooks.recordOf(webhook.id)).toMatchObject({ status: "disabled", disabledReason: reason });
  webhooks.respondWith(() => ({ status: 204 }));
  await webhooks.publishAndRun();
  expect(webhooks.received).toEqual([]);
  const enabled = await webhooks.patch(webhook.id, { status: "enabled" });
  expect([enabled.status, enabled.disabledReason]).toEqual(["enabled", undefined]);
  await webhooks.publishAndRun();
  expect(summaries(webhooks.received).slice(0, 2)).toEqual([`member.created ${id}`, `webhook.updated ${webhook.id}`]);
});

test("A response of 410 Gone disables the webhook at once", async () => {
  const { add, webhook } = await webhooks.prepareDelivered();
  webhooks.respondWith(() => ({ status: 410 }));
  await add("An");
  await webhooks.publishAndRun();
  expect(await webhooks.recordOf(webhook.id)).toMatchObject({ status: "disabled", disabledReason: { code: "gone" } });
  expect(webhooks.queue).toEqual([]);
  expect((await webhooks.attemptsOf(webhook.id))[0]).toMatchObject({ outcome: "failed", status: 410, reason: "gone" });
});

test("A delay that a receiver asks for is respected, also when it needs several messages", async () => {
  const { add } = await webhooks.prepareDelivered();
  webhooks.respondWith(() => ({ status: 429, retryAfter: "3600" }));
  await add("An");
  await webhooks.publishAndRun();
  let acceptedAt = 0;
  webhooks.respondWith(() => {
    acceptedAt = webhooks.world.dependencies.clock();
    return { status: 204 };
  });
  await webhooks.passUntil(start + day);
  expect(acceptedAt).toBe(start + 3_600_000);
});

test("A success resets the retries, and the next failure has a day of its own", async () => {
  const { add, webhook } = await webhooks.prepareDelivered();
  webhooks.respondWith(() => ({ status: 500 }));
  await add("An");
  await webhooks.publishAndRun();
  await webhooks.passUntil(start + 20 * 60 * minute);
  webhooks.respondWith(() => ({ status: 204 }));
  await webhooks.passUntil(start + 2 * day);
  webhooks.respondWith(() => ({ status: 500 }));
  await add("Bình");
  await webhooks.publishAndRun();
  expect(await webhooks.recordOf(webhook.id)).toMatchObject({ status: "enabled" });
  expect((await webhooks.attemptsOf(webhook.id))[0]).toMatchObject({ attempt: 1, outcome: "failed" });
});

test("Only one of two concurrent workers delivers, and delivers also the change that the other one was started for", async () => {
  const { add, webhook } = await webhooks.prepareDelivered();
  const message = { webhookId: webhook.id };
  const { id } = await add("An");
  await webhooks.publish();
  webhooks.queue.length = 0;
  let others = 0;
  webhooks.respondWith(async () => {
    if (others === 0) {
      others += 1;
      await add("Bình");
      await webhooks.publishAndRun();
      await deliver(webhooks.context, message);
    }
    return { status: 204 };
  });
  await deliver(webhooks.context, message);
  expect(webhooks.received).toHaveLength(2);
  expect(webhooks.received[0]?.resourceId).toBe(id);
  // One message for after the lease, however many workers came meanwhile.
  expect(webhooks.queue).toHaveLength(1);
  webhooks.setTime(start + minute);
  await webhooks.run();
  expect([webhooks.received.length, webhooks.queue.length]).toEqual([2, 0]);
});

test("Another worker delivers after the lease of a worker that died", async () => {
  const { add, webhook } = await webhooks.prepareDelivered();
  await add("An");
  await webhooks.publish();
  webhooks.queue.length = 0;
  const died = { ...webhooks.context, post: () => Promise.reject(new Error("killed")) };
  await expect(deliver(died, { webhookId: webhook.id })).rejects.toThrow("killed");
  await deliver(webhooks.context, { webhookId: webhook.id });
  expect(webhooks.received).toEqual([]);
  await webhooks.passUntil(start + minute);
  expect(webhooks.received).toHaveLength(1);
});

test("A recheck message that finds a newer lease schedules another message for after that lease", async () => {
  const { add, webhook } = await webhooks.prepareDelivered();
  await add("An");
  await webhooks.publish();
  webhooks.queue.length = 0;
  const message = { webhookId: webhook.id };
  const died = { ...webhooks.context, post: () => Promise.reject(new Error("killed")) };
  await deliver(died, message).catch(() => undefined);
  await deliver(webhooks.context, message);
  webhooks.setTime(start + 45_000);
  await deliver(died, message).catch(() => undefined);
  webhooks.setTime(start + 45_500);
  await webhooks.passUntil(start + 46_000);
  expect([webhooks.received.length, webhooks.queue.length]).toEqual([0, 1]);
  await webhooks.passUntil(start + 2 * minute);
  expect(webhooks.received).toHaveLength(1);
});

test("A run ends when its time is up, and the next run continues", async () => {
  const { add } = await webhooks.prepareDelivered();
  for (const name of ["An", "Bình", "Chi"]) await add(name);
  await webhooks.publish();
  webhooks.respondWith(() => {
    webhooks.setTime(webhooks.world.dependencies.clock() + 14_000);
    return { status: 204 };
  });
  const message = webhooks.nextMessage();
  webhooks.queue.length = 0;
  if (message) await deliver(webhooks.context, message);
  expect([webhooks.received.length, webhooks.queue.length]).toEqual([2, 1]);
  await webhooks.run();
  expect(webhooks.received).toHaveLength(3);
});

test("A webhook that is updated during a delivery continues with the new values", async () => {
  const { add, webhook } = await webhooks.prepareDelivered();
  await add("An");
  await add("Bình");
  await webhooks.publish();
  webhooks.respondWith(async ({ url }) => {
    if (url.endsWith("/a")) await webhooks.patch(webhook.id, { url: "https://bao-cao.example/b" });
    return { status: 204 };
  });
  await webhooks.run();
  expect(webhooks.received.map(({ url }) => url.slice(-2))).toEqual(["/a", "/b", "/b"]);
});

test.each(["disabled", "deleted"])("A webhook that is %s during a delivery sends nothing more", async (what) => {
  const { add, webhook } = await webhooks.prepareDelivered();
  await add("An");
  await add("Bình");
  await webhooks.publish();
  webhooks.respondWith(async () => {
    if (what === "deleted") await webhooks.remove(webhook.id);
    else await webhooks.patch(webhook.id, { status: "disabled" });
    return { status: 204 };
  });
  await webhooks.run();
  await webhooks.publishAndRun();
  expect([webhooks.received.length, webhooks.queue.length]).toEqual([1, 0]);
  if (what === "deleted") expect(await webhooks.stateOf(webhook.id)).toBeUndefined();
  else expect(await webhooks.recordOf(webhook.id)).toMatchObject({ disabledReason: { code: "by-hand" } });
});
