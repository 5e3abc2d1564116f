import { listChanges } from "../../../lib/changes/list.ts";
import { deliver } from "../../../lib/webhooks/deliver.ts";
import { replayWebhook } from "../../../lib/webhooks/replay.ts";
import { callerAt } from "../../support/world.ts";
import { type Exchange, startExchange, told } from "./exchange.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const begin = Date.parse("2024-01-15T03:00:00Z");

let exchange: Exchange;
beforeAll(async () => {
  exchange = await startExchange();
});
afterAll(() => exchange.close());
beforeEach(async () => {
  await exchange.tell();
  exchange.queue.length = 0;
  exchange.got.length = 0;
  exchange.answerWith(() => ({ status: 204 }));
  exchange.setTime(begin);
});

/** A committee, its administrator and a webhook of it, which has nothing to deliver yet. */
const settle = async (input: object = {}) => {
  const { top, ministry, home, first, second } = await exchange.act.committee();
  await exchange.tell();
  const caller = callerAt([top, ministry, home]);
  const webhook = await exchange.create(input, caller);
  const add = (fullName: string) => exchange.act.create({ organisationId: first, fullName });
  return { caller, home, first, second, webhook, add };
};
/** The same once the making of the webhook itself has been told. */
const settled = async (input: object = {}) => {
  const all = await settle(input);
  await exchange.tell();
  await exchange.run();
  exchange.got.length = 0;
  return all;
};
const stands = async (id: string) => (await exchange.find(id)).record;

test("A webhook is sent what changes from its making on, in the order of the feed", async () => {
  const { webhook, add } = await settle();
  const members = [await add("An"), await add("Bình")];
  await exchange.act.patch(members[0]?.id ?? "", 1, { jobTitle: "Thủ thư" });
  await exchange.tell();
  await exchange.run();
  expect(told(exchange.got)).toEqual([
    `webhook.created ${webhook.id}`,
    `member.created ${members[0]?.id}`,
    `member.created ${members[1]?.id}`,
    `member.updated ${members[0]?.id}`,
  ]);
});

test("What it is sent is what an administrator of its organisation reads in the feed, with the same ids", async () => {
  const { caller, add } = await settled();
  await add("An");
  await exchange.act.create({
    organisationId: (await exchange.act.committee()).first,
    fullName: "Người nơi khác",
  });
  const bodies: object[] = [];
  const post = exchange.delivering.post;
  await exchange.tell();
  await exchange.run({
    ...exchange.delivering,
    post: (request) => {
      bodies.push(JSON.parse(request.body).data);
      return post(request);
    },
  });
  const { items } = await listChanges(exchange.world.workAs(caller), 0, 100);
  expect(bodies).toEqual(items.slice(-1));
});

test("It is sent only the types it asks for, and goes on behind those it did not", async () => {
  const { add, webhook } = await settled({ types: ["member.deleted", "member.updated"] });
  const { id } = await add("An");
  for (let i = 0; i < 60; i++) await add(`Người ${i}`);
  await exchange.act.patch(id, 1, { jobTitle: "Thủ thư" });
  await exchange.tell();
  await exchange.run();
  expect(told(exchange.got)).toEqual([`member.updated ${id}`]);
  expect((await exchange.deliveries(webhook.id)).map(({ type }) => type)).toEqual(["member.updated"]);
});

test("A change that is not taken holds up those behind it, and comes again with the same id", async () => {
  const { add, webhook } = await settled();
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
  const { add } = await settled();
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

/** Lets time pass from message to message, each taken when it is due, until none is left or the end has come. */
const pass = async (end: number) => {
  for (;;) {
    const at = Math.min(...exchange.queue.map((sent) => sent.at));
    if (at > end) return;
    exchange.setTime(at);
    await exchange.run();
  }
};

test("A receiver that fails for a day has its webhook disabled with the reason; what it missed waits", async () => {
  const { add, webhook } = await settled();
  const attempts: number[] = [];
  exchange.answerWith(() => {
    attempts.push(exchange.world.dependencies.clock() - begin);
    return { failed: "timeout" };
  });
  const { id } = await add("An");
  await exchange.tell();
  await exchange.run();
  await pass(begin + day - 1);
  expect((await stands(webhook.id)).status).toBe("enabled");
  await pass(begin + 10 * day);
  expect(attempts.slice(0, 4)).toEqual([0, 5_000, 35_000, 335_000]);
  expect(attempts.at(-1)).toBe(day);
  const reason = { code: "failing", at: new Date(begin + day).toISOString() };
  expect(await stands(webhook.id)).toMatchObject({ status: "disabled", disabledReason: reason });
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
  const { add, webhook } = await settled();
  exchange.answerWith(() => ({ status: 410 }));
  await add("An");
  await exchange.tell();
  await exchange.run();
  expect(await stands(webhook.id)).toMatchObject({ status: "disabled", disabledReason: { code: "gone" } });
  expect(exchange.queue).toEqual([]);
  expect((await exchange.deliveries(webhook.id))[0]).toMatchObject({ outcome: "failed", status: 410, reason: "gone" });
});

test("A pause that a receiver asks for is kept, over as many messages as it takes", async () => {
  const { add } = await settled();
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
  await pass(begin + day);
  expect(takenAt).toBe(begin + 3_600_000);
});

test("A success ends the failing: the next failure has a day of its own", async () => {
  const { add, webhook } = await settled();
  exchange.answerWith(() => ({ status: 500 }));
  await add("An");
  await exchange.tell();
  await exchange.run();
  await pass(begin + 20 * 60 * minute);
  exchange.answerWith(() => ({ status: 204 }));
  await pass(begin + 2 * day);
  exchange.answerWith(() => ({ status: 500 }));
  await add("Bình");
  await exchange.tell();
  await exchange.run();
  expect(await stands(webhook.id)).toMatchObject({ status: "enabled" });
  expect((await exchange.deliveries(webhook.id))[0]).toMatchObject({ attempt: 1, outcome: "failed" });
});

test("Of two workers at once only one delivers, and what the other came for is delivered too", async () => {
  const { add, webhook } = await settled();
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
  const { add, webhook } = await settled();
  await add("An");
  await exchange.tell();
  exchange.queue.length = 0;
  const died = { ...exchange.delivering, post: () => Promise.reject(new Error("killed")) };
  await expect(deliver(died, { webhookId: webhook.id })).rejects.toThrow("killed");
  await deliver(exchange.delivering, { webhookId: webhook.id });
  expect(exchange.got).toEqual([]);
  await pass(begin + minute);
  expect(exchange.got).toHaveLength(1);
});

test("The message that looks after a lease finds another one, and looks after that too", async () => {
  const { add, webhook } = await settled();
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
  await pass(begin + 46_000);
  expect([exchange.got.length, exchange.queue.length]).toEqual([0, 1]);
  await pass(begin + 2 * minute);
  expect(exchange.got).toHaveLength(1);
});

test("A run that has used its time ends, and another goes on", async () => {
  const { add } = await settled();
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
  const { add, webhook } = await settled();
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
  const { add, webhook } = await settled();
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
  else expect(await stands(webhook.id)).toMatchObject({ disabledReason: { code: "by-hand" } });
});

test("A replay delivers from its cursor on with the same ids, or all from the first change; also where it was disabled", async () => {
  const { add, webhook, caller } = await settled();
  const members = [await add("An"), await add("Bình"), await add("Chi")];
  await exchange.tell();
  await exchange.run();
  const [, ...ids] = exchange.got.splice(0).map(({ id }) => id);
  await exchange.patch(webhook.id, { status: "disabled" });
  await exchange.tell();
  const work = () => exchange.world.workAs(caller);
  const { cursors } = exchange.world.dependencies;
  const { items } = await listChanges(work(), 0, 100);
  const place = items.findIndex(({ resource }) => resource.id === members[0]?.id);
  const { last } = await listChanges(work(), 0, place + 1);
  const bound = `changes of ${caller.path.at(-1)}, ${caller.path.at(-1)}`;
  await replayWebhook(work(), webhook.id, cursors.seal(String(last), bound), cursors, "en");
  await exchange.tell();
  await exchange.run();
  expect(exchange.got.slice(0, 2).map(({ id }) => id)).toEqual(ids);
  exchange.got.length = 0;
  await replayWebhook(work(), webhook.id, undefined, cursors, "en");
  await exchange.tell();
  await exchange.run();
  expect(exchange.got.slice(0, items.length).map(({ id }) => id)).toEqual(items.map(({ id }) => id));
  expect(await stands(webhook.id)).toMatchObject({ status: "enabled" });
});

test("A replay takes no cursor of another organisation's feed", async () => {
  const { webhook } = await settled();
  const other = await settled();
  const { cursors } = exchange.world.dependencies;
  const bound = `changes of ${other.home}, ${other.home}`;
  const replay = replayWebhook(exchange.world.workAs(), webhook.id, cursors.seal("1", bound), cursors, "en");
  await expect(replay).rejects.toMatchObject({ code: "invalid-cursor" });
});

test("Two webhooks of a feed do not hold up each other", async () => {
  const { caller, add, webhook } = await settled();
  const other = await exchange.create({ url: "https://bao-cao.example/b" }, caller);
  await exchange.tell();
  await exchange.run();
  exchange.got.length = 0;
  exchange.answerWith(({ url }) => (url.endsWith("/a") ? { failed: "timeout" } : { status: 204 }));
  const { id } = await add("An");
  await exchange.tell();
  await exchange.run();
  expect(exchange.got.map(({ url, resourceId }) => [url.slice(-2), resourceId])).toEqual([["/b", id]]);
  expect((await exchange.deliveries(webhook.id))[0]).toMatchObject({ outcome: "failed", reason: "timeout" });
  expect((await exchange.deliveries(other.id))[0]).toMatchObject({ outcome: "delivered" });
});

test("A webhook of a cell is sent what is the cell's, one of the root everything", async () => {
  const { caller, first, second } = await settled();
  const ofCell = callerAt([...caller.path, first]);
  await exchange.create({ url: "https://bao-cao.example/cell" }, ofCell);
  await exchange.create({ url: "https://bao-cao.example/root" });
  await exchange.tell();
  await exchange.run();
  exchange.got.length = 0;
  const own = await exchange.act.create({ organisationId: first, fullName: "An" });
  const beside = await exchange.act.create({ organisationId: second, fullName: "Bình" });
  await exchange.tell();
  await exchange.run();
  const gotBy = (name: string) => exchange.got.filter(({ url }) => url.endsWith(name)).map((one) => one.resourceId);
  expect(gotBy("/cell")).toEqual([own.id]);
  expect(gotBy("/root")).toEqual([own.id, beside.id]);
});

test("What was delivered is told for thirty days", async () => {
  const { webhook } = await settled();
  expect(await exchange.deliveries(webhook.id)).toHaveLength(1);
  exchange.setTime(begin + 30 * day);
  expect(await exchange.deliveries(webhook.id)).toEqual([]);
});
