import { randomBytes } from "node:crypto";
import { deleteOrganisation } from "../../../lib/organisations/writes.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { keys } from "../../../lib/table/keys.ts";
import { disabledCodes } from "../../../lib/vocabulary/webhooks.ts";
import { getWebhook, listWebhooks } from "../../../lib/webhooks/reads.ts";
import { webhookInput } from "../../../lib/webhooks/schema.ts";
import { makeSecret } from "../../../lib/webhooks/signature.ts";
import { createWebhook } from "../../../lib/webhooks/writes.ts";
import { callerAt, expectRejection, rejectionOf, rootCaller } from "../../support/world.ts";
import { useDeliveries, writeOptions } from "./delivery-fixtures.ts";

const webhooks = useDeliveries();

const build = async () => {
  const { top, ministry, tenantId, department, first, inner } = await webhooks.act.committee();
  const path = [top, ministry, tenantId];
  return {
    ...{ top, ministry, tenantId, department, first, inner },
    caller: callerAt(path),
    above: callerAt([top, ministry]),
  };
};
const urls = async (caller: Caller, organisationId?: string) => {
  const query = { organisationId };
  const { items } = await listWebhooks(webhooks.world.contextAs(caller), query, { limit: 50, language: "en" });
  return items.map(({ url }) => url.split("/").at(-1));
};
const get = async (id: string, caller: Caller, language: "en" | "vi" = "en") =>
  (await getWebhook(webhooks.world.contextAs(caller), id, language)).record;

test("A webhook belongs to the caller's organisation, and only the response that creates it contains the secret", async () => {
  const { caller, tenantId } = await build();
  const { secret, ...record } = await webhooks.create({}, caller);
  expect(secret).toMatch(/^whsec_/);
  expect(record).toMatchObject({ organisationId: tenantId, status: "enabled", visibility: "internal" });
  expect(await get(record.id, caller)).toEqual(record);
  expect((await webhooks.create()).organisationId).toBeUndefined();
});

test("Feed, audit and the stored response to an idempotent request do not contain the secret", async () => {
  const { caller } = await build();
  const once = { clientId: caller.clientId, route: "/v1/webhooks", key: "k", fingerprint: "f" };
  const validation = validateInput(webhookInput, { url: "https://bao-cao.example/a" });
  const context = webhooks.world.contextAs(caller, once);
  const { record } = await createWebhook(context, validation, { secret: makeSecret(randomBytes), ...writeOptions });
  const { secret, id } = record as { secret: string; id: string };
  await webhooks.publish();
  const { table } = webhooks.world.dependencies;
  const stored = await table.get(keys.idempotency(once));
  const changes = await table.query({ partition: keys.change(keys.webhook(id), "").pk });
  expect([stored !== undefined, changes.items.length]).toEqual([true, 1]);
  expect(JSON.stringify([stored, changes.items, webhooks.feed.published])).not.toContain(secret.slice(6));
});

test("Callers see the webhooks of their subtree, oldest first, and no others", async () => {
  const { caller, above, tenantId, department, inner, first } = await build();
  await webhooks.create({ url: "https://bao-cao.example/1" }, caller);
  await webhooks.create({ url: "https://bao-cao.example/2" }, callerAt([...caller.path, first]));
  await webhooks.create({ url: "https://bao-cao.example/3" }, callerAt([...caller.path, department, inner]));
  const own = await webhooks.create({ url: "https://bao-cao.example/4" }, above);
  expect(await urls(caller)).toEqual(["1", "2", "3"]);
  expect(await urls(callerAt([...caller.path, department]))).toEqual(["3"]);
  expect(await urls(callerAt([...caller.path, first]))).toEqual(["2"]);
  expect(await urls(above)).toEqual(["4"]);
  expect(await urls(above, tenantId)).toEqual(["1", "2", "3"]);
  await expectRejection(get(own.id, caller), "not-found");
  await expectRejection(urls(caller, above.path.at(-1)), "not-found");
});

test("Only clients of the root see its webhooks", async () => {
  const { caller } = await build();
  const { id } = await webhooks.create({ url: "https://bao-cao.example/goc" });
  expect(await urls(rootCaller)).toContain("goc");
  await expectRejection(get(id, caller), "not-found");
});

test("A URL with a private address is rejected together with all other errors of the input", async () => {
  const errors = await rejectionOf(
    webhooks.create({ url: "https://10.0.0.1/", types: ["member.made", "member.created"] }),
  );
  expect(errors).toEqual(["/types/0 not-allowed", "/url not-public"]);
  const { id } = await webhooks.create();
  await expectRejection(webhooks.patch(id, { url: "http://bao-cao.example/" }), "/url invalid-format");
});

test("The reason of a disabled webhook is in the caller's language and remains when other fields change", async () => {
  const { id } = await webhooks.create({ status: "disabled" });
  const reason = { code: "by-hand", at: "2024-01-15T03:00:00.000Z" };
  expect(await get(id, rootCaller)).toMatchObject({
    disabledReason: { ...reason, message: disabledCodes["by-hand"].en },
  });
  webhooks.setTime(Date.parse("2024-01-15T04:00:00Z"));
  await webhooks.patch(id, { types: ["member.created"] });
  webhooks.setTime(Date.parse("2024-01-15T03:00:00Z"));
  const vietnamese = { ...reason, message: disabledCodes["by-hand"].vi };
  expect(await get(id, rootCaller, "vi")).toMatchObject({ disabledReason: vietnamese });
});

test("An organisation cannot be deleted before its webhook, which is deleted with its state", async () => {
  const { caller, first } = await build();
  const ofCell = callerAt([...caller.path, first]);
  const { id } = await webhooks.create({}, ofCell);
  const removal = () => rejectionOf(deleteOrganisation(webhooks.world.contextAs(), first, { versions: [1] }));
  expect(await removal()).toBe("in-use");
  await webhooks.remove(id, ofCell);
  expect(await webhooks.stateOf(id)).toBeUndefined();
  await expect(deleteOrganisation(webhooks.world.contextAs(), first, { versions: [1] })).resolves.toBeUndefined();
});

test("A feed is followed by at most fifty webhooks", async () => {
  const { caller } = await build();
  const created = await Promise.all(Array.from({ length: 50 }, () => webhooks.create({ status: "disabled" }, caller)));
  await expectRejection(webhooks.create({}, caller), "too-many-webhooks");
  await webhooks.remove(created[0]?.id ?? "", caller);
  await expect(webhooks.create({}, caller)).resolves.toMatchObject({ status: "enabled" });
});
