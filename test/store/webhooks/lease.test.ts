import { deliver } from "../../../lib/webhooks/delivery.ts";
import { minute, start, useDeliveries } from "./delivery-fixtures.ts";

const webhooks = useDeliveries();

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
