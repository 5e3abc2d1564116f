import { randomBytes } from "node:crypto";
import { deleteOrganisation } from "../../../lib/organisations/writes.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { keys } from "../../../lib/table/keys.ts";
import { getWebhook, listWebhooks } from "../../../lib/webhooks/reads.ts";
import { webhookInput } from "../../../lib/webhooks/schema.ts";
import { makeSecret } from "../../../lib/webhooks/signature.ts";
import { createWebhook } from "../../../lib/webhooks/writes.ts";
import { callerAt, rejectionOf, rootCaller } from "../../support/world.ts";
import { type Exchange, startExchange } from "./exchange.ts";

let exchange: Exchange;
beforeAll(async () => {
  exchange = await startExchange();
});
afterAll(() => exchange.close());

const build = async () => {
  const { top, ministry, tenantId, department, first, inner } = await exchange.act.committee();
  const path = [top, ministry, tenantId];
  return {
    ...{ top, ministry, tenantId, department, first, inner },
    caller: callerAt(path),
    above: callerAt([top, ministry]),
  };
};
const urls = async (caller: Caller, organisationId?: string) => {
  const query = { organisationId };
  const { items } = await listWebhooks(exchange.world.workAs(caller), query, { limit: 50, language: "en" });
  return items.map(({ url }) => url.split("/").at(-1));
};
const get = async (id: string, caller: Caller, language: "en" | "vi" = "en") =>
  (await getWebhook(exchange.world.workAs(caller), id, language)).record;

test("A webhook belongs to its maker's organisation, and its secret is shown in that one answer", async () => {
  const { caller, tenantId } = await build();
  const { secret, ...record } = await exchange.create({}, caller);
  expect(secret).toMatch(/^whsec_/);
  expect(record).toMatchObject({ organisationId: tenantId, status: "enabled", visibility: "internal" });
  expect(await get(record.id, caller)).toEqual(record);
  expect((await exchange.create()).organisationId).toBeUndefined();
});

test("Neither feed nor audit nor what is kept for a repeated request says the secret", async () => {
  const { caller } = await build();
  const once = { clientId: caller.clientId, route: "/v1/webhooks", key: "k", fingerprint: "f" };
  const validation = validateInput(webhookInput, { url: "https://bao-cao.example/a" });
  const receiverCheck = { receivers: { loopback: false }, resolve: async () => [] };
  const context = exchange.world.workAs(caller, once);
  const options = { secret: makeSecret(randomBytes), receiverCheck, language: "en" } as const;
  const { record } = await createWebhook(context, validation, options);
  const { secret, id } = record as { secret: string; id: string };
  await exchange.tell();
  const { table } = exchange.world.dependencies;
  const kept = await table.get(keys.idempotency(once));
  const told = await table.query({ partition: keys.change(keys.webhook(id), "").pk });
  expect([kept !== undefined, told.items.length]).toEqual([true, 1]);
  expect(JSON.stringify([kept, told.items, exchange.room.published])).not.toContain(secret.slice(6));
});

test("Callers see the webhooks of their subtree, the oldest first, and no others", async () => {
  const { caller, above, tenantId, department, inner, first } = await build();
  await exchange.create({ url: "https://bao-cao.example/1" }, caller);
  await exchange.create({ url: "https://bao-cao.example/2" }, callerAt([...caller.path, first]));
  await exchange.create({ url: "https://bao-cao.example/3" }, callerAt([...caller.path, department, inner]));
  const own = await exchange.create({ url: "https://bao-cao.example/4" }, above);
  expect(await urls(caller)).toEqual(["1", "2", "3"]);
  expect(await urls(callerAt([...caller.path, department]))).toEqual(["3"]);
  expect(await urls(callerAt([...caller.path, first]))).toEqual(["2"]);
  expect(await urls(above)).toEqual(["4"]);
  expect(await urls(above, tenantId)).toEqual(["1", "2", "3"]);
  expect(await rejectionOf(get(own.id, caller))).toBe("not-found");
  expect(await rejectionOf(urls(caller, above.path.at(-1)))).toBe("not-found");
});

test("The root's webhooks are seen by the root's clients alone", async () => {
  const { caller } = await build();
  const { id } = await exchange.create({ url: "https://bao-cao.example/goc" });
  expect(await urls(rootCaller)).toContain("goc");
  expect(await rejectionOf(get(id, caller))).toBe("not-found");
});

test("An address that leads to no public place is refused beside all else that is wrong", async () => {
  const refused = await rejectionOf(
    exchange.create({ url: "https://10.0.0.1/", types: ["member.made", "member.created"] }),
  );
  expect(refused).toEqual(["/types/0 not-allowed", "/url not-public"]);
  const { id } = await exchange.create();
  expect(await rejectionOf(exchange.patch(id, { url: "http://bao-cao.example/" }))).toEqual(["/url invalid-format"]);
});

test("A webhook is changed at the version seen; a change of nothing changes nothing", async () => {
  const { id } = await exchange.create();
  const changed = await exchange.patch(id, { types: ["member.created"], externalIds: { hr: "7" } }, 1);
  expect(changed).toMatchObject({ types: ["member.created"], externalIds: { hr: "7" } });
  expect(await rejectionOf(exchange.patch(id, { types: null }, 1))).toBe("stale");
  await exchange.patch(id, { types: ["member.created"] }, 2);
  expect((await exchange.find(id)).version).toBe(2);
  expect(await exchange.patch(id, { types: null, externalIds: null }, 2)).not.toHaveProperty("types");
});

test("Why it is disabled is said in the caller's language, and the reason stays when something else changes", async () => {
  const { id } = await exchange.create({ status: "disabled" });
  const reason = { code: "by-hand", at: "2024-01-15T03:00:00.000Z" };
  expect(await get(id, rootCaller)).toMatchObject({
    disabledReason: { ...reason, message: "It was disabled by a client" },
  });
  exchange.setTime(Date.parse("2024-01-15T04:00:00Z"));
  await exchange.patch(id, { types: ["member.created"] });
  exchange.setTime(Date.parse("2024-01-15T03:00:00Z"));
  const vietnamese = { ...reason, message: "Đã bị một hệ thống gọi vào tắt" };
  expect(await get(id, rootCaller, "vi")).toMatchObject({ disabledReason: vietnamese });
});

test("An organisation with a webhook stays until that goes, with its state", async () => {
  const { caller, first } = await build();
  const ofCell = callerAt([...caller.path, first]);
  const { id } = await exchange.create({}, ofCell);
  const removal = () => rejectionOf(deleteOrganisation(exchange.world.workAs(), first, { versions: [1] }));
  expect(await removal()).toBe("in-use");
  await exchange.remove(id, ofCell);
  expect(await exchange.stateOf(id)).toBeUndefined();
  await expect(deleteOrganisation(exchange.world.workAs(), first, { versions: [1] })).resolves.toBeUndefined();
});

test("An external id names one webhook in its home, and finds it", async () => {
  const { caller, tenantId } = await build();
  const { id } = await exchange.create({ externalIds: { hr: "9" } }, caller);
  expect(await rejectionOf(exchange.create({ externalIds: { hr: "9" } }, caller))).toBe("duplicate-external-id");
  const find = (organisationId: string | undefined) =>
    listWebhooks(exchange.world.workAs(), { organisationId, externalId: "hr:9" }, { limit: 5, language: "en" });
  expect((await find(tenantId)).items).toMatchObject([{ id }]);
  expect((await find((await build()).tenantId)).items).toEqual([]);
});

test("Fifty webhooks follow a feed, and one more only when one has gone", async () => {
  const { caller } = await build();
  const made = await Promise.all(Array.from({ length: 50 }, () => exchange.create({ status: "disabled" }, caller)));
  expect(await rejectionOf(exchange.create({}, caller))).toBe("too-many-webhooks");
  await exchange.remove(made[0]?.id ?? "", caller);
  await expect(exchange.create({}, caller)).resolves.toMatchObject({ status: "enabled" });
}, 60_000);
