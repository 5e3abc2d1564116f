import { listChanges } from "../../../lib/changes/feed.ts";
import { replayWebhook } from "../../../lib/webhooks/writes.ts";
import { callerAt } from "../../support/world.ts";
import { day, start, summaries, useDeliveries } from "./delivery-fixtures.ts";

const webhooks = useDeliveries();

test("A webhook receives all changes after its creation in the order of the feed", async () => {
  const { webhook, add } = await webhooks.prepare();
  const members = [await add("An"), await add("Bình")];
  await webhooks.act.patch(members[0]?.id ?? "", 1, { jobTitle: "Thủ thư" });
  await webhooks.publishAndRun();
  expect(summaries(webhooks.received)).toEqual([
    `webhook.created ${webhook.id}`,
    `member.created ${members[0]?.id}`,
    `member.created ${members[1]?.id}`,
    `member.updated ${members[0]?.id}`,
  ]);
});

test("Deliveries read the feed consistently, because a missed change would wait for the next message", async () => {
  const { add } = await webhooks.prepareDelivered();
  const member = await add("An");
  await webhooks.publish();
  const { table } = webhooks.context;
  const eventual: string[] = [];
  const query: typeof table.query = (range) => {
    if (range.consistency === "eventual") eventual.push(range.partition);
    return table.query(range);
  };
  await webhooks.run({ ...webhooks.context, table: { ...table, query } });
  expect(summaries(webhooks.received)).toEqual([`member.created ${member.id}`]);
  expect(eventual).toEqual([]);
});

test("A webhook receives the changes that an administrator of its organisation reads in the feed, with the same ids", async () => {
  const { caller, add } = await webhooks.prepareDelivered();
  await add("An");
  await webhooks.act.create({
    organisationId: (await webhooks.act.committee()).first,
    fullName: "Người nơi khác",
  });
  const bodies: object[] = [];
  const post = webhooks.context.post;
  await webhooks.publish();
  await webhooks.run({
    ...webhooks.context,
    post: (request) => {
      bodies.push(JSON.parse(request.body).data);
      return post(request);
    },
  });
  const { items } = await listChanges(webhooks.world.contextAs(caller), { after: 0, limit: 100 });
  expect(bodies).toEqual(items.slice(-1));
});

test("A webhook with types receives only these, and its position advances past the others", async () => {
  const { add, webhook } = await webhooks.prepareDelivered({ types: ["member.deleted", "member.updated"] });
  const { id } = await add("An");
  for (let i = 0; i < 60; i++) await add(`Người ${i}`);
  await webhooks.act.patch(id, 1, { jobTitle: "Thủ thư" });
  await webhooks.publishAndRun();
  expect(summaries(webhooks.received)).toEqual([`member.updated ${id}`]);
  expect((await webhooks.attemptsOf(webhook.id)).map(({ type }) => type)).toEqual(["member.updated"]);
});

test("A replay delivers from its cursor or from the start with the same ids, and enables a disabled webhook", async () => {
  const { add, webhook, caller } = await webhooks.prepareDelivered();
  const members = [await add("An"), await add("Bình"), await add("Chi")];
  await webhooks.publishAndRun();
  const [, ...ids] = webhooks.received.splice(0).map(({ id }) => id);
  await webhooks.patch(webhook.id, { status: "disabled" });
  await webhooks.publish();
  const context = () => webhooks.world.contextAs(caller);
  const { cursors } = webhooks.world.dependencies;
  const { items } = await listChanges(context(), { after: 0, limit: 100 });
  const place = items.findIndex(({ resource }) => resource.id === members[0]?.id);
  const { last } = await listChanges(context(), { after: 0, limit: place + 1 });
  const binding = `changes of ${caller.path.at(-1)}, ${caller.path.at(-1)}`;
  await replayWebhook(context(), webhook.id, { after: cursors.seal(String(last), binding), cursors, language: "en" });
  await webhooks.publishAndRun();
  expect(webhooks.received.slice(0, 2).map(({ id }) => id)).toEqual(ids);
  webhooks.received.length = 0;
  await replayWebhook(context(), webhook.id, { after: undefined, cursors, language: "en" });
  await webhooks.publishAndRun();
  expect(webhooks.received.slice(0, items.length).map(({ id }) => id)).toEqual(items.map(({ id }) => id));
  expect(await webhooks.recordOf(webhook.id)).toMatchObject({ status: "enabled" });
});

test("A replay rejects a cursor of another organisation's feed", async () => {
  const { webhook } = await webhooks.prepareDelivered();
  const other = await webhooks.prepareDelivered();
  const { cursors } = webhooks.world.dependencies;
  const binding = `changes of ${other.tenantId}, ${other.tenantId}`;
  const after = cursors.seal("1", binding);
  const replay = replayWebhook(webhooks.world.contextAs(), webhook.id, { after, cursors, language: "en" });
  await expect(replay).rejects.toMatchObject({ code: "invalid-cursor" });
});

test("A failing webhook does not delay another one of the same feed", async () => {
  const { caller, add, webhook } = await webhooks.prepareDelivered();
  const other = await webhooks.create({ url: "https://bao-cao.example/b" }, caller);
  await webhooks.publishAndRun();
  webhooks.received.length = 0;
  webhooks.respondWith(({ url }) => (url.endsWith("/a") ? { failed: "timeout" } : { status: 204 }));
  const { id } = await add("An");
  await webhooks.publishAndRun();
  expect(webhooks.received.map(({ url, resourceId }) => [url.slice(-2), resourceId])).toEqual([["/b", id]]);
  expect((await webhooks.attemptsOf(webhook.id))[0]).toMatchObject({ outcome: "failed", reason: "timeout" });
  expect((await webhooks.attemptsOf(other.id))[0]).toMatchObject({ outcome: "delivered" });
});

test("A webhook of a cell receives the changes of the cell, one of the root receives all changes", async () => {
  const { caller, first, second } = await webhooks.prepareDelivered();
  const ofCell = callerAt([...caller.path, first]);
  await webhooks.create({ url: "https://bao-cao.example/cell" }, ofCell);
  await webhooks.create({ url: "https://bao-cao.example/root" });
  await webhooks.publishAndRun();
  webhooks.received.length = 0;
  const own = await webhooks.act.create({ organisationId: first, fullName: "An" });
  const other = await webhooks.act.create({ organisationId: second, fullName: "Bình" });
  await webhooks.publishAndRun();
  const gotBy = (name: string) =>
    webhooks.received.filter(({ url }) => url.endsWith(name)).map((one) => one.resourceId);
  expect(gotBy("/cell")).toEqual([own.id]);
  expect(gotBy("/root")).toEqual([own.id, other.id]);
});

test("Attempts are listed for thirty days", async () => {
  const { webhook } = await webhooks.prepareDelivered();
  expect(await webhooks.attemptsOf(webhook.id)).toHaveLength(1);
  webhooks.setTime(start + 30 * day);
  expect(await webhooks.attemptsOf(webhook.id)).toEqual([]);
});
