import { type Exchange, startExchange, told } from "./exchange.ts";
import { begin, day, minute, type Settling, settlingOn } from "./settling.ts";

let exchange: Exchange;
let at: Settling;
beforeAll(async () => {
  exchange = await startExchange();
  at = settlingOn(exchange);
});
afterAll(() => exchange.close());
beforeEach(() => at.reset());

test("A change that is not taken holds up those behind it, and comes again with the same id", async () => {
  const { add, webhook } = await at.settled();
  const { id } = await add("An");
  await add("Bình");
  exchange.answerWith(() => ({ status: 500 }));
  await exchange.tell();
  await exchange.run();
  expect(told(exchange.got)).toEqual([`member.created ${id}`]);
  expect(exchange.queue).toHaveLength(1);
  exchange.answerWith(() => ({ status: 200 }));
  await exchange.run();
  expect(exchange.got).toHaveLength(1);
  exchange.setTime(begin + 5_000);
  await exchange.run();
  expect(exchange.got.map((one) => one.id)).toEqual([exchange.got[0]?.id, exchange.got[0]?.id, exchange.got[2]?.id]);
  const log = await exchange.deliveries(webhook.id);
  expect(log.slice(0, 3)).toMatchObject([
    { outcome: "delivered", attempt: 1, status: 200 },
    { outcome: "delivered", attempt: 2, status: 200 },
    { outcome: "failed", attempt: 1, status: 500, reason: "status", nextAttemptAt: "2024-01-15T03:00:05.000Z" },
  ]);
});

test("Changes that come while it waits for its next attempt start none", async () => {
  const { add } = await at.settled();
  exchange.answerWith(() => ({ failed: "connection" }));
  await add("An");
  await exchange.tell();
  await exchange.run();
  let posts = 0;
  exchange.answerWith(() => {
    posts += 1;
    return { status: 200 };
  });
  await add("Bình");
  await exchange.tell();
  await exchange.run();
  expect([posts, exchange.queue.length]).toEqual([0, 1]);
  exchange.setTime(begin + 5_000);
  await exchange.run();
  expect([posts, exchange.queue.length]).toEqual([2, 0]);
});

test("A receiver that fails for a day has its webhook disabled with the reason; what it missed waits", async () => {
  const { add, webhook } = await at.settled();
  const attempts: number[] = [];
  exchange.answerWith(() => {
    attempts.push(exchange.world.dependencies.clock() - begin);
    return { failed: "timeout" };
  });
  const { id } = await add("An");
  await exchange.tell();
  await exchange.run();
  await at.pass(begin + day - 1);
  expect((await at.stands(webhook.id)).status).toBe("enabled");
  await at.pass(begin + 10 * day);
  expect(attempts.slice(0, 4)).toEqual([0, 5_000, 35_000, 335_000]);
  expect(attempts.at(-1)).toBe(day);
  const reason = { code: "failing", at: new Date(begin + day).toISOString() };
  expect(await at.stands(webhook.id)).toMatchObject({ status: "disabled", disabledReason: reason });
  exchange.answerWith(() => ({ status: 204 }));
  await exchange.tell();
  await exchange.run();
  expect(exchange.got).toEqual([]);
  const enabled = await exchange.patch(webhook.id, { status: "enabled" });
  expect([enabled.status, enabled.disabledReason]).toEqual(["enabled", undefined]);
  await exchange.tell();
  await exchange.run();
  expect(told(exchange.got).slice(0, 2)).toEqual([`member.created ${id}`, `webhook.updated ${webhook.id}`]);
});

test("410 Gone disables it at once", async () => {
  const { add, webhook } = await at.settled();
  exchange.answerWith(() => ({ status: 410 }));
  await add("An");
  await exchange.tell();
  await exchange.run();
  expect(await at.stands(webhook.id)).toMatchObject({ status: "disabled", disabledReason: { code: "gone" } });
  expect(exchange.queue).toEqual([]);
  expect((await exchange.deliveries(webhook.id))[0]).toMatchObject({ outcome: "failed", status: 410, reason: "gone" });
});

test("A pause that a receiver asks for is kept, over as many messages as it takes", async () => {
  const { add } = await at.settled();
  const asked = "3600";
  exchange.answerWith(() => ({ status: 429, retryAfter: asked }));
  await add("An");
  await exchange.tell();
  await exchange.run();
  let takenAt = 0;
  exchange.answerWith(() => {
    takenAt = exchange.world.dependencies.clock();
    return { status: 204 };
  });
  await at.pass(begin + day);
  expect(takenAt).toBe(begin + 3_600_000);
});

test("A success ends the failing: the next failure has a day of its own", async () => {
  const { add, webhook } = await at.settled();
  exchange.answerWith(() => ({ status: 500 }));
  await add("An");
  await exchange.tell();
  await exchange.run();
  await at.pass(begin + 20 * 60 * minute);
  exchange.answerWith(() => ({ status: 204 }));
  await at.pass(begin + 2 * day);
  exchange.answerWith(() => ({ status: 500 }));
  await add("Bình");
  await exchange.tell();
  await exchange.run();
  expect(await at.stands(webhook.id)).toMatchObject({ status: "enabled" });
  expect((await exchange.deliveries(webhook.id))[0]).toMatchObject({ attempt: 1, outcome: "failed" });
});
