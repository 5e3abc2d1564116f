import { Webhook } from "standardwebhooks";
import { type Received, type Receiver, startReceiver } from "../support/receiver.ts";
import { type AnyRecord, recordOf } from "../support/service.ts";
import { until } from "../support/until.ts";
import { useService } from "./fixture.ts";

const { send, post, organisation } = useService({ loopbackWebhooks: true });

const open: Receiver[] = [];
const receive = async () => {
  const receiver = await startReceiver();
  open.push(receiver);
  return receiver;
};
const created: string[] = [];
afterEach(async () => {
  for (const id of created.splice(0)) await send("DELETE", `/v1/webhooks/${id}`, undefined, anyVersion);
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});

const anyVersion = { "if-match": "*" };
const follow = async (url: string) => {
  const webhook = (await post("/v1/webhooks", { url, types: ["organisation.created"] })) as AnyRecord & {
    secret: string;
  };
  created.push(webhook.id);
  return webhook;
};
const add = async (name: string) => (await organisation("superior-committee", name)).id;
const addAll = async (...names: string[]) => {
  const ids: string[] = [];
  for (const name of names) ids.push(await add(name));
  return ids;
};
type Sent = { type: string; timestamp: string; data: { id: string; resource: { id: string } } };
const sentIn = ({ body }: Received) => JSON.parse(body) as Sent;
const resources = ({ received }: Receiver) => received.map((one) => sentIn(one).data.resource.id);
const idsOf = ({ received }: Receiver) => received.map(({ headers }) => headers["webhook-id"]);
const webhookOf = async (id: string) => recordOf(await send("GET", `/v1/webhooks/${id}`), 200);
const log = async (id: string) => {
  const { body } = await send("GET", `/v1/webhooks/${id}/deliveries`);
  return (body as { items: AnyRecord[] }).items;
};

test("Changes are delivered in order with the content of the feed, signed according to Standard Webhooks", async () => {
  const receiver = await receive();
  const { secret, id } = await follow(receiver.url);
  const ids = await addAll("Một", "Hai", "Ba");
  await until(() => receiver.received.length >= 3);
  expect(resources(receiver)).toEqual(ids);
  for (const { body, headers } of receiver.received) {
    const sent = new Webhook(secret).verify(body, headers as Record<string, string>) as Sent;
    expect(sent.data.id).toBe(headers["webhook-id"]);
    expect([headers["content-type"], headers["user-agent"]]).toEqual(["application/json", "dangbo"]);
  }
  const feed = recordOf(await send("GET", "/v1/changes?limit=100"), 200) as unknown as {
    items: Sent["data"][];
  };
  const published = feed.items.filter((change) => ids.includes(change.resource.id));
  expect(receiver.received.map((one) => sentIn(one).data)).toEqual(published);
  await until(async () => (await log(id)).length === 3);
  expect(await log(id)).toMatchObject(ids.map(() => ({ outcome: "delivered", status: 204, attempt: 1 })));
});

test("A receiver that was unavailable gets every change in order", async () => {
  const receiver = await receive();
  const { id } = await follow(receiver.url);
  await receiver.down();
  const ids = await addAll("Bốn", "Năm");
  await until(async () => (await log(id)).length > 0);
  expect((await log(id))[0]).toMatchObject({ outcome: "failed", reason: "connection", attempt: 1 });
  await receiver.up();
  await until(() => receiver.received.length >= 2);
  expect(resources(receiver)).toEqual(ids);
});

test("After a response of 500 the same change is delivered again before later ones", async () => {
  const receiver = await receive();
  await follow(receiver.url);
  receiver.reply((answer) => answer.writeHead(receiver.received.length === 1 ? 500 : 200).end("{}"));
  const [first, second] = await addAll("Sáu", "Bảy");
  await until(() => receiver.received.length >= 3);
  expect(resources(receiver)).toEqual([first, first, second]);
  const [one, again] = idsOf(receiver);
  expect(one).toBe(again);
});

test("A slow receiver gets one change at a time and does not delay other receivers", async () => {
  const [slow, quick] = [await receive(), await receive()];
  await follow(slow.url);
  await follow(quick.url);
  const waiting: (() => void)[] = [];
  slow.reply((answer) => waiting.push(() => answer.writeHead(200).end()));
  const ids = await addAll("Tám", "Chín", "Mười");
  await until(() => quick.received.length >= 3 && waiting.length > 0);
  expect(new Set(idsOf(slow)).size).toBe(1);
  slow.reply();
  for (const answerNow of waiting) answerNow();
  await until(() => new Set(idsOf(slow)).size >= 3);
  expect([[...new Set(resources(slow))], resources(quick)]).toEqual([ids, ids]);
});

test("A response of 410 disables the webhook; after it is enabled, delivery continues where it stopped", async () => {
  const receiver = await receive();
  const { id } = await follow(receiver.url);
  receiver.reply((answer) => answer.writeHead(410).end());
  const [first] = await addAll("Mười một");
  await until(async () => (await webhookOf(id)).status === "disabled");
  const disabledReason = { code: "gone", message: expect.stringContaining("410") };
  expect(await webhookOf(id)).toMatchObject({ disabledReason });
  const vietnamese = await send("GET", `/v1/webhooks/${id}`, undefined, { "accept-language": "vi" });
  expect(recordOf(vietnamese, 200)).toMatchObject({ disabledReason: { message: expect.stringContaining("Bên nhận") } });
  const [second] = await addAll("Mười hai");
  receiver.reply();
  expect(receiver.received).toHaveLength(1);
  const enabled = await send("PATCH", `/v1/webhooks/${id}`, { status: "enabled" }, anyVersion);
  expect(recordOf(enabled, 200)).not.toHaveProperty("disabledReason");
  await until(() => receiver.received.length >= 3);
  expect(resources(receiver)).toEqual([first, first, second]);
});

test("Retry-After of a receiver is respected", async () => {
  const receiver = await receive();
  await follow(receiver.url);
  receiver.reply((answer) => {
    if (receiver.received.length === 1) answer.writeHead(429, { "retry-after": "8" }).end();
    else answer.writeHead(200).end();
  });
  await add("Mười ba");
  await until(() => receiver.received.length >= 2);
  const [first, second] = receiver.received;
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(7_900);
});

test("A redirect counts as a failure and is not followed", async () => {
  const [receiver, elsewhere] = [await receive(), await receive()];
  const { id } = await follow(receiver.url);
  receiver.reply((answer) => answer.writeHead(307, { location: elsewhere.url }).end());
  await add("Mười bốn");
  await until(async () => (await log(id)).length > 0);
  expect((await log(id))[0]).toMatchObject({ outcome: "failed", status: 307, reason: "redirect" });
  expect(elsewhere.received).toEqual([]);
});

test("A replay delivers the changes after a cursor again with the same ids", async () => {
  const receiver = await receive();
  const { id } = await follow(receiver.url);
  await addAll("Mười lăm");
  await until(() => receiver.received.length >= 1);
  let cursor = "";
  for (let isNew = true; isNew; ) {
    const path = `/v1/changes?limit=100${cursor === "" ? "" : `&after=${cursor}`}`;
    const page = recordOf(await send("GET", path), 200);
    isNew = page.nextCursor !== cursor;
    cursor = String(page.nextCursor);
  }
  const later = await addAll("Mười sáu", "Mười bảy");
  await until(() => receiver.received.length >= 3);
  const replayed = await send("POST", `/v1/webhooks/${id}/replay?after=${cursor}`);
  expect(recordOf(replayed, 202)).toMatchObject({ id, status: "enabled" });
  await until(() => receiver.received.length >= 5);
  expect(resources(receiver).slice(3)).toEqual(later);
  expect(idsOf(receiver).slice(3)).toEqual(idsOf(receiver).slice(1, 3));
  expect((await send("POST", `/v1/webhooks/${id}/replay?after=x`)).status).toBe(400);
});

test("A private address of another machine is rejected", async () => {
  for (const url of ["https://10.0.0.1/", "https://169.254.169.254/", "https://[fd00::1]/", "https://may-chu.local/"]) {
    const answer = await send("POST", "/v1/webhooks", { url });
    expect([url, answer.status]).toEqual([url, 422]);
    expect(answer.body).toMatchObject({ errors: [{ pointer: "/url", code: "not-public" }] });
  }
});

test("The secret is returned only once, even if the request is repeated with its key", async () => {
  const receiver = await receive();
  const body = { url: receiver.url, status: "disabled" };
  const create = () => send("POST", "/v1/webhooks", body, { "idempotency-key": "k-webhook" });
  const first = recordOf(await create());
  created.push(first.id);
  const { secret, ...record } = first;
  expect(secret).toMatch(/^whsec_/);
  const again = await create();
  expect(again.headers.get("idempotency-replayed")).toBe("true");
  expect(again.body).toEqual(record);
  expect(await webhookOf(first.id)).toEqual(record);
});
