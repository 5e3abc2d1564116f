import { randomBytes } from "node:crypto";
import { authenticateClient, generateSecret } from "../../../lib/clients/credentials.ts";
import { getClient, listClients } from "../../../lib/clients/reads.ts";
import { type Client, clientInput } from "../../../lib/clients/schema.ts";
import { createClient, deleteClient, renewClientSecret } from "../../../lib/clients/writes.ts";
import { organisationInput } from "../../../lib/organisations/schema.ts";
import { createOrganisation, deleteOrganisation } from "../../../lib/organisations/writes.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { keys } from "../../../lib/table/keys.ts";
import { callerAt, rejectionOf, rootCaller, useWorld } from "../../support/world.ts";

const world = useWorld();

type Made = Client & { clientSecret: string };
const create = async (input: object, caller: Caller = rootCaller) => {
  const validation = validateInput(clientInput, { scopes: ["dangbo/read"], ...input });
  return (await createClient(world.workAs(caller), validation, generateSecret(randomBytes))).record as Made;
};
const renew = (id: string, caller: Caller = rootCaller) =>
  renewClientSecret(world.workAs(caller), id, generateSecret(randomBytes));
const organisation = async (input: object) => {
  const outcome = await createOrganisation(world.workAs(), validateInput(organisationInput, input));
  return (outcome.record as { id: string }).id;
};
const build = async () => {
  const top = await organisation({ kind: "superior-committee", name: "Đảng bộ Bộ" });
  const tenantId = await organisation({ kind: "grassroots-committee", name: "Đảng bộ Viện", parentId: top });
  const department = await organisation({ kind: "departmental-committee", name: "Bộ phận", parentId: tenantId });
  const cell = await organisation({ kind: "cell", name: "Chi bộ 1", parentId: department });
  return { top, tenantId, department, cell };
};
const names = async (caller: Caller, organisationId?: string) =>
  (await listClients(world.workAs(caller), { organisationId }, { limit: 50 })).items.map(({ name }) => name);

test("A client belongs to the organisation named, else to the caller's own, else to the root", async () => {
  const { tenantId, cell, top } = await build();
  expect((await create({ name: "a", organisationId: cell })).organisationId).toBe(cell);
  expect((await create({ name: "b" }, callerAt([top, tenantId]))).organisationId).toBe(tenantId);
  expect((await create({ name: "c" })).organisationId).toBeUndefined();
});

test("A client is made in the caller's subtree only", async () => {
  const { top, tenantId } = await build();
  const other = await build();
  const unknown = ["/organisationId unknown-reference"];
  expect(await rejectionOf(create({ name: "a", organisationId: other.tenantId }, callerAt([top, tenantId])))).toEqual(
    unknown,
  );
  expect(await rejectionOf(create({ name: "a", organisationId: top }, callerAt([top, tenantId])))).toEqual(unknown);
  expect(await rejectionOf(create({ name: "a", organisationId: "x" }))).toEqual(unknown);
});

test("Scopes beyond the caller's own and unknown organisations are named in one answer", async () => {
  const caller = callerAt([(await build()).top], ["dangbo/admin"]);
  const rejection = await rejectionOf(create({ name: "", organisationId: "0".repeat(36) }, caller));
  expect([...rejection].sort()).toEqual([
    "/name too-short",
    "/organisationId unknown-reference",
    "/scopes/0 not-allowed",
  ]);
});

test("Nothing in the table or in a record says a secret", async () => {
  const made = await create({ name: "kín" });
  const item = await world.dependencies.table.get(keys.client(made.id));
  expect(JSON.stringify(item)).not.toContain(made.clientSecret);
  const { record } = await getClient(world.workAs(), made.id);
  expect(record).toEqual({ ...made, clientSecret: undefined });
  expect(JSON.stringify(record)).not.toMatch(/secret|salt|hash/i);
});

test("Callers see the clients of their subtree, in order of name, and no others", async () => {
  const { top, tenantId, department, cell } = await build();
  for (const [name, organisationId] of Object.entries({ "Máy 10": tenantId, "Máy 2": cell, "Máy trên": top }))
    await create({ name, organisationId });
  expect(await names(callerAt([top, tenantId]))).toEqual(["Máy 2", "Máy 10"]);
  expect(await names(callerAt([top, tenantId, department]))).toEqual(["Máy 2"]);
  expect(await names(callerAt([top, tenantId, department, cell]))).toEqual(["Máy 2"]);
  expect(await names(callerAt([top]))).toEqual(["Máy trên"]);
  expect(await names(callerAt([top]), tenantId)).toEqual(["Máy 2", "Máy 10"]);
  expect(await rejectionOf(names(callerAt([top, tenantId]), top))).toBe("not-found");
});

test("The root's clients are seen by the root's alone", async () => {
  const { top } = await build();
  const made = await create({ name: "Gốc" });
  expect(await names(rootCaller)).toContain("Gốc");
  expect(await rejectionOf(getClient(world.workAs(callerAt([top])), made.id))).toBe("not-found");
  expect(await rejectionOf(renew(made.id, callerAt([top])))).toBe("not-found");
});

test("A foreign client is answered like an absent one", async () => {
  const [one, other] = [await build(), await build()];
  const made = await create({ name: "a", organisationId: one.tenantId });
  for (const id of [made.id, "0".repeat(36), "0".repeat(18)])
    expect(await rejectionOf(getClient(world.workAs(callerAt([other.top])), id))).toBe("not-found");
});

test("A secret is renewed only by who has every scope of the client", async () => {
  const { top } = await build();
  const made = await create({ name: "a", organisationId: top, scopes: ["dangbo/read", "dangbo/publish"] });
  expect(await rejectionOf(renew(made.id, callerAt([top], ["dangbo/admin", "dangbo/read"])))).toBe("forbidden");
  expect(await rejectionOf(renew(made.id, callerAt([top])))).toBe("accepted");
});

test("Eleven new secrets within an hour are too many; an hour later there is room again", async () => {
  const { id } = await create({ name: "hay đổi" });
  for (let i = 0; i < 10; i++) await renew(id);
  await expect(renew(id)).rejects.toMatchObject({ code: "too-many-requests", details: { retryAfter: 3600 } });
  world.setNow("2024-01-15T04:00:00.001Z");
  await expect(renew(id)).resolves.toMatchObject({ version: 12 });
  world.setNow("2024-01-15T03:00:00Z");
});

test("Of two renewals at once each caller knows whether its secret counts", async () => {
  const { id } = await create({ name: "đua" });
  const settled = await Promise.allSettled([renew(id), renew(id)]);
  for (const one of settled) {
    if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "write-conflict" });
    else {
      const { clientSecret } = one.value.record as Made;
      expect(
        await authenticateClient(world.dependencies.table, id, clientSecret, "2024-01-15T03:00:00Z"),
      ).toBeDefined();
    }
  }
});

test("A client is deleted at the version seen, and then is gone", async () => {
  const { id } = await create({ name: "a" });
  expect(await rejectionOf(deleteClient(world.workAs(), id, undefined))).toBe("precondition-required");
  expect(await rejectionOf(deleteClient(world.workAs(), id, { versions: [2] }))).toBe("stale");
  await deleteClient(world.workAs(), id, { versions: [1] });
  expect(await rejectionOf(getClient(world.workAs(), id))).toBe("not-found");
});

test("An organisation with a client stays until the client goes", async () => {
  const { cell } = await build();
  const { id } = await create({ name: "a", organisationId: cell });
  const removal = () => rejectionOf(deleteOrganisation(world.workAs(), cell, { versions: [1] }));
  expect(await removal()).toBe("in-use");
  await deleteClient(world.workAs(), id, { versions: [1] });
  expect(await removal()).toBe("accepted");
});

test("An external id names one client in its home, and finds it", async () => {
  const { tenantId } = await build();
  const input = { name: "a", organisationId: tenantId, externalIds: { hr: "7" } };
  const { id } = await create(input);
  expect(await rejectionOf(create(input))).toBe("duplicate-external-id");
  const list = (organisationId: string | undefined) =>
    listClients(world.workAs(), { organisationId, externalId: "hr:7" }, { limit: 5 });
  expect((await list(tenantId)).items).toMatchObject([{ id }]);
  expect((await list((await build()).tenantId)).items).toEqual([]);
  expect((await list(undefined)).items).toEqual([]);
});

test("Pages of one client each give all of them once, in order", async () => {
  const { tenantId } = await build();
  for (const name of ["c", "a", "b"]) await create({ name, organisationId: tenantId });
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await listClients(world.workAs(), { organisationId: tenantId }, { limit: 1, after });
    seen.push(...page.items.map(({ name }) => name));
    after = page.next;
  } while (after !== undefined);
  expect(seen).toEqual(["a", "b", "c"]);
});
