import { listChanges } from "../../../lib/changes/feed.ts";
import { replayWebhook } from "../../../lib/webhooks/writes.ts";
import { callerAt } from "../../support/world.ts";
import { type Exchange, startExchange, told } from "./exchange.ts";
import { begin, day, type Settling, settlingOn } from "./settling.ts";

let exchange: Exchange;
let at: Settling;
beforeAll(async () => {
  exchange = await startExchange();
  at = settlingOn(exchange);
});
afterAll(() => exchange.close());
beforeEach(() => at.reset());

test("A webhook is sent what changes from its making on, in the order of the feed", async () => {
  const { webhook, add } = await at.settle();
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

test("Deliveries are read as they were written last: one that missed the last change would wait for the next", async () => {
  const { add } = await at.settled();
  const member = await add("An");
  await exchange.tell();
  const { table } = exchange.delivering;
  const lagged: string[] = [];
  const query: typeof table.query = (range) => {
    if (range.consistency === "eventual") lagged.push(range.partition);
    return table.query(range);
  };
  await exchange.run({ ...exchange.delivering, table: { ...table, query } });
  expect(told(exchange.got)).toEqual([`member.created ${member.id}`]);
  expect(lagged).toEqual([]);
});

test("What it is sent is what an administrator of its organisation reads in the feed, with the same ids", async () => {
  const { caller, add } = await at.settled();
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
  const { items } = await listChanges(exchange.world.workAs(caller), { after: 0, limit: 100 });
  expect(bodies).toEqual(items.slice(-1));
});

test("It is sent only the types it asks for, and goes on behind those it did not", async () => {
  const { add, webhook } = await at.settled({ types: ["member.deleted", "member.updated"] });
  const { id } = await add("An");
  for (let i = 0; i < 60; i++) await add(`Người ${i}`);
  await exchange.act.patch(id, 1, { jobTitle: "Thủ thư" });
  await exchange.tell();
  await exchange.run();
  expect(told(exchange.got)).toEqual([`member.updated ${id}`]);
  expect((await exchange.deliveries(webhook.id)).map(({ type }) => type)).toEqual(["member.updated"]);
});

test("A replay delivers from its cursor on with the same ids, or all from the first change; also where it was disabled", async () => {
  const { add, webhook, caller } = await at.settled();
  const members = [await add("An"), await add("Bình"), await add("Chi")];
  await exchange.tell();
  await exchange.run();
  const [, ...ids] = exchange.got.splice(0).map(({ id }) => id);
  await exchange.patch(webhook.id, { status: "disabled" });
  await exchange.tell();
  const context = () => exchange.world.workAs(caller);
  const { cursors } = exchange.world.dependencies;
  const { items } = await listChanges(context(), { after: 0, limit: 100 });
  const place = items.findIndex(({ resource }) => resource.id === members[0]?.id);
  const { last } = await listChanges(context(), { after: 0, limit: place + 1 });
  const bound = `changes of ${caller.path.at(-1)}, ${caller.path.at(-1)}`;
  await replayWebhook(context(), webhook.id, { after: cursors.seal(String(last), bound), cursors, language: "en" });
  await exchange.tell();
  await exchange.run();
  expect(exchange.got.slice(0, 2).map(({ id }) => id)).toEqual(ids);
  exchange.got.length = 0;
  await replayWebhook(context(), webhook.id, { after: undefined, cursors, language: "en" });
  await exchange.tell();
  await exchange.run();
  expect(exchange.got.slice(0, items.length).map(({ id }) => id)).toEqual(items.map(({ id }) => id));
  expect(await at.stands(webhook.id)).toMatchObject({ status: "enabled" });
});

test("A replay takes no cursor of another organisation's feed", async () => {
  const { webhook } = await at.settled();
  const other = await at.settled();
  const { cursors } = exchange.world.dependencies;
  const bound = `changes of ${other.tenantId}, ${other.tenantId}`;
  const after = cursors.seal("1", bound);
  const replay = replayWebhook(exchange.world.workAs(), webhook.id, { after, cursors, language: "en" });
  await expect(replay).rejects.toMatchObject({ code: "invalid-cursor" });
});

test("Two webhooks of a feed do not hold up each other", async () => {
  const { caller, add, webhook } = await at.settled();
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
  const { caller, first, second } = await at.settled();
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
  const { webhook } = await at.settled();
  expect(await exchange.deliveries(webhook.id)).toHaveLength(1);
  exchange.setTime(begin + 30 * day);
  expect(await exchange.deliveries(webhook.id)).toEqual([]);
});
