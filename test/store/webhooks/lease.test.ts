import { deliver } from "../../../lib/webhooks/delivery.ts";
import { type Exchange, startExchange } from "./exchange.ts";
import { begin, minute, type Settling, settlingOn } from "./settling.ts";

let exchange: Exchange;
let at: Settling;
beforeAll(async () => {
  exchange = await startExchange();
  at = settlingOn(exchange);
});
afterAll(() => exchange.close());
beforeEach(() => at.reset());

test("Of two workers at once only one delivers, and what the other came for is delivered too", async () => {
  const { add, webhook } = await at.settled();
  const wake = { webhookId: webhook.id };
  const { id } = await add("An");
  await exchange.tell();
  exchange.queue.length = 0;
  let others = 0;
  exchange.answerWith(async () => {
    if (others === 0) {
      others += 1;
      await add("Bình");
      await exchange.tell();
      await exchange.run();
      await deliver(exchange.delivering, wake);
    }
    return { status: 204 };
  });
  await deliver(exchange.delivering, wake);
  expect(exchange.got).toHaveLength(2);
  expect(exchange.got[0]?.resourceId).toBe(id);
  // One message looks after the lease, however many came by; it finds nothing left to do.
  expect(exchange.queue).toHaveLength(1);
  exchange.setTime(begin + minute);
  await exchange.run();
  expect([exchange.got.length, exchange.queue.length]).toEqual([2, 0]);
});

test("A worker that died is followed by another once its lease has ended", async () => {
  const { add, webhook } = await at.settled();
  await add("An");
  await exchange.tell();
  exchange.queue.length = 0;
  const died = { ...exchange.delivering, post: () => Promise.reject(new Error("killed")) };
  await expect(deliver(died, { webhookId: webhook.id })).rejects.toThrow("killed");
  await deliver(exchange.delivering, { webhookId: webhook.id });
  expect(exchange.got).toEqual([]);
  await at.pass(begin + minute);
  expect(exchange.got).toHaveLength(1);
});

test("The message that looks after a lease finds another one, and looks after that too", async () => {
  const { add, webhook } = await at.settled();
  await add("An");
  await exchange.tell();
  exchange.queue.length = 0;
  const wake = { webhookId: webhook.id };
  const died = { ...exchange.delivering, post: () => Promise.reject(new Error("killed")) };
  await deliver(died, wake).catch(() => undefined);
  await deliver(exchange.delivering, wake);
  exchange.setTime(begin + 45_000);
  await deliver(died, wake).catch(() => undefined);
  exchange.setTime(begin + 45_500);
  await at.pass(begin + 46_000);
  expect([exchange.got.length, exchange.queue.length]).toEqual([0, 1]);
  await at.pass(begin + 2 * minute);
  expect(exchange.got).toHaveLength(1);
});

test("A run that has used its time ends, and another goes on", async () => {
  const { add } = await at.settled();
  for (const name of ["An", "Bình", "Chi"]) await add(name);
  await exchange.tell();
  exchange.answerWith(() => {
    exchange.setTime(exchange.world.dependencies.clock() + 14_000);
    return { status: 204 };
  });
  const message = exchange.next();
  exchange.queue.length = 0;
  if (message) await deliver(exchange.delivering, message);
  expect([exchange.got.length, exchange.queue.length]).toEqual([2, 1]);
  await exchange.run();
  expect(exchange.got).toHaveLength(3);
});

test("A webhook that is changed while it delivers goes on as it is then", async () => {
  const { add, webhook } = await at.settled();
  await add("An");
  await add("Bình");
  await exchange.tell();
  exchange.answerWith(async ({ url }) => {
    if (url.endsWith("/a")) await exchange.patch(webhook.id, { url: "https://bao-cao.example/b" });
    return { status: 204 };
  });
  await exchange.run();
  expect(exchange.got.map(({ url }) => url.slice(-2))).toEqual(["/a", "/b", "/b"]);
});

test.each(["disabled", "deleted"])("A webhook that is %s while it delivers sends nothing more", async (what) => {
  const { add, webhook } = await at.settled();
  await add("An");
  await add("Bình");
  await exchange.tell();
  exchange.answerWith(async () => {
    if (what === "deleted") await exchange.remove(webhook.id);
    else await exchange.patch(webhook.id, { status: "disabled" });
    return { status: 204 };
  });
  await exchange.run();
  await exchange.tell();
  await exchange.run();
  expect([exchange.got.length, exchange.queue.length]).toEqual([1, 0]);
  if (what === "deleted") expect(await exchange.stateOf(webhook.id)).toBeUndefined();
  else expect(await at.stands(webhook.id)).toMatchObject({ disabledReason: { code: "by-hand" } });
});
