import { randomBytes } from "node:crypto";
import { authenticateClient, generateSecret } from "../../../lib/clients/credentials.ts";
import { getClient, listClients } from "../../../lib/clients/reads.ts";
import { type Client, clientInput } from "../../../lib/clients/schema.ts";
import { createClient, deleteClient, renewClientSecret } from "../../../lib/clients/writes.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { keys } from "../../../lib/table/keys.ts";
import { callerAt, expectRejection, rejectionOf, rootCaller, useWorld } from "../../support/world.ts";
import { createCommitteeFixtures } from "../members/committee-fixtures.ts";

const world = useWorld();
const act = createCommitteeFixtures(world);

type ClientWithSecret = Client & { clientSecret: string };
const create = async (input: object, caller: Caller = rootCaller) => {
  const validation = validateInput(clientInput, { scopes: ["dangbo/read"], ...input });
  return (await createClient(world.contextAs(caller), validation, generateSecret(randomBytes)))
    .record as ClientWithSecret;
};
const renew = (id: string, caller: Caller = rootCaller) =>
  renewClientSecret(world.contextAs(caller), id, generateSecret(randomBytes));
const names = async (caller: Caller, organisationId?: string) =>
  (await listClients(world.contextAs(caller), { organisationId }, { limit: 50 })).items.map(({ name }) => name);

test("A client belongs to the requested organisation, by default to the caller's own or to the root", async () => {
  const { tenantId, first: cell, top, ministry } = await act.committee();
  expect((await create({ name: "a", organisationId: cell })).organisationId).toBe(cell);
  expect((await create({ name: "b" }, callerAt([top, ministry, tenantId]))).organisationId).toBe(tenantId);
  expect((await create({ name: "c" })).organisationId).toBeUndefined();
});

test("A client can be created in the caller's subtree only", async () => {
  const { top, ministry, tenantId } = await act.committee();
  const other = await act.committee();
  const unknown = ["/organisationId unknown-reference"];
  expect(
    await rejectionOf(create({ name: "a", organisationId: other.tenantId }, callerAt([top, ministry, tenantId]))),
  ).toEqual(unknown);
  expect(await rejectionOf(create({ name: "a", organisationId: top }, callerAt([top, ministry, tenantId])))).toEqual(
    unknown,
  );
  expect(await rejectionOf(create({ name: "a", organisationId: "x" }))).toEqual(unknown);
});

test("All errors of a new client are reported together, also scopes that the caller lacks", async () => {
  const caller = callerAt([(await act.committee()).top], ["dangbo/admin"]);
  const rejection = await rejectionOf(create({ name: "", organisationId: "0".repeat(36) }, caller));
  expect([...rejection].sort()).toEqual([
    "/name too-short",
    "/organisationId unknown-reference",
    "/scopes/0 not-allowed",
  ]);
});

test("Neither the table nor a record contains the secret of a client", async () => {
  const created = await create({ name: "kín" });
  const item = await world.dependencies.table.get(keys.client(created.id));
  expect(JSON.stringify(item)).not.toContain(created.clientSecret);
  const { record } = await getClient(world.contextAs(), created.id);
  expect(record).toEqual({ ...created, clientSecret: undefined });
  expect(JSON.stringify(record)).not.toMatch(/secret|salt|hash/i);
});

test("A list of clients covers the subtree of the caller, by name", async () => {
  const { top, ministry, tenantId, department, inner: cell } = await act.committee();
  for (const [name, organisationId] of Object.entries({ "Máy 10": tenantId, "Máy 2": cell, "Máy trên": top }))
    await create({ name, organisationId });
  expect(await names(callerAt([top, ministry, tenantId]))).toEqual(["Máy 2", "Máy 10"]);
  expect(await names(callerAt([top, ministry, tenantId, department]))).toEqual(["Máy 2"]);
  expect(await names(callerAt([top, ministry, tenantId, department, cell]))).toEqual(["Máy 2"]);
  expect(await names(callerAt([top]))).toEqual(["Máy trên"]);
  expect(await names(callerAt([top]), tenantId)).toEqual(["Máy 2", "Máy 10"]);
  await expectRejection(names(callerAt([top, ministry, tenantId]), top), "not-found");
});

test("Clients of the root are visible to clients of the root only", async () => {
  const { top } = await act.committee();
  const created = await create({ name: "Gốc" });
  expect(await names(rootCaller)).toContain("Gốc");
  await expectRejection(getClient(world.contextAs(callerAt([top])), created.id), "not-found");
  await expectRejection(renew(created.id, callerAt([top])), "not-found");
});

test("Renewing a secret requires every scope of the client", async () => {
  const { top } = await act.committee();
  const created = await create({ name: "a", organisationId: top, scopes: ["dangbo/read", "dangbo/publish"] });
  await expectRejection(renew(created.id, callerAt([top], ["dangbo/admin", "dangbo/read"])), "forbidden");
  await renew(created.id, callerAt([top]));
});

test("An eleventh new secret within an hour is rejected, and accepted an hour later", async () => {
  const { id } = await create({ name: "hay đổi" });
  for (let i = 0; i < 10; i++) await renew(id);
  await expect(renew(id)).rejects.toMatchObject({ code: "too-many-requests", details: { retryAfter: 3600 } });
  world.setNow("2024-01-15T04:00:00.001Z");
  await expect(renew(id)).resolves.toMatchObject({ version: 12 });
  world.setNow("2024-01-15T03:00:00Z");
});

test("Concurrent renewals of a secret: each caller either gets a valid secret or a write conflict", async () => {
  const { id } = await create({ name: "đua" });
  const settled = await Promise.allSettled([renew(id), renew(id)]);
  for (const one of settled) {
    if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "write-conflict" });
    else {
      const { clientSecret } = one.value.record as ClientWithSecret;
      expect(
        await authenticateClient(world.dependencies.table, id, clientSecret, "2024-01-15T03:00:00Z"),
      ).toBeDefined();
    }
  }
});

test("An organisation with a client cannot be deleted", async () => {
  const { first: cell } = await act.committee();
  const { id } = await create({ name: "a", organisationId: cell });
  const removal = () => rejectionOf(act.deleteOrganisation(cell));
  expect(await removal()).toBe("in-use");
  await deleteClient(world.contextAs(), id, { versions: [1] });
  expect(await removal()).toBe("accepted");
});
