import { listAudit } from "../../../lib/changes/audit.ts";
import { changeDigest } from "../../../lib/changes/resolve.ts";
import type { AuditQuery, AuditRecord } from "../../../lib/changes/schema.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { callerAt } from "../../support/world.ts";
import { useFeed } from "./feed-fixtures.ts";

const feed = useFeed();

/** All of an audit, by pages of two. */
const audit = async (query: AuditQuery, caller?: Caller): Promise<AuditRecord[]> => {
  const all: AuditRecord[] = [];
  for (let after: string | undefined; ; ) {
    const { items, next } = await listAudit(feed.world.contextAs(caller), query, { limit: 2, after });
    all.push(...items);
    if (next === undefined) return all;
    after = next;
  }
};
const types = (records: readonly AuditRecord[]) => records.map(({ type }) => type);

test("An audit record contains client, values before and after, and a salted digest that proves them", async () => {
  const { top, ministry, tenantId, first } = await feed.act.committee();
  const office = callerAt([top, ministry, tenantId]);
  const member = await feed.act.create({ organisationId: first, fullName: "Lê Văn Bình" });
  await feed.act.patch(member.id, 1, { jobTitle: "Kế toán", gender: "male" }, office);
  await feed.processAll();
  const records = await audit({ resource: member.id }, office);
  expect(types(records)).toEqual(["member.created", "member.updated"]);
  const [created, updated] = records;
  expect(created?.changes).toEqual(expect.arrayContaining([{ field: "fullName", after: { value: "Lê Văn Bình" } }]));
  expect(updated).toMatchObject({ client: office.clientId, resource: { kind: "member", id: member.id } });
  expect(updated?.changes).toEqual([
    { field: "gender", after: { value: "male" } },
    { field: "jobTitle", after: { value: "Kế toán" } },
  ]);
  for (const { salt = "", changes, digest } of records)
    expect(changeDigest(salt, JSON.stringify(changes))).toBe(digest);
  expect(new Set(records.map(({ salt }) => salt)).size).toBe(2);
});

test("The audit contains no internal attributes of records, and of long values only the digest", async () => {
  const { first } = await feed.act.committee();
  const member = await feed.act.create({ organisationId: first, fullName: "Lê Văn Bình", jobTitle: "x".repeat(500) });
  await feed.act.history(member.id, { kind: "confirmed", on: "2023-05-19", reason: "y".repeat(5_000) });
  await feed.processAll();
  const records = await audit({ resource: member.id });
  const fields = records.flatMap(({ changes = [] }) => changes.map(({ field }) => field));
  expect(fields).not.toEqual(expect.arrayContaining(["tenantId"]));
  expect(
    fields.filter((field) => ["pk", "sk", "by", "writtenBy", "inTenant", "sort", "version"].includes(field)),
  ).toEqual([]);
  const entry = (await audit({})).find(({ type }) => type === "history-entry.created");
  expect(entry?.changes?.find(({ field }) => field === "reason")?.after).toEqual({
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    characters: 5_002,
  });
});

test("The audit can be filtered by record, client and day, and shows administrators of a unit only their unit", async () => {
  const { top, ministry, tenantId, first, second } = await feed.act.committee();
  const office = callerAt([top, ministry, tenantId]);
  feed.world.setNow("2024-03-01T03:00:00Z");
  const member = await feed.act.create({ organisationId: first, fullName: "Trần Thị Cúc" }, office);
  await feed.processAll();
  feed.world.setNow("2024-03-02T16:59:00Z");
  await feed.act.patch(member.id, 1, { jobTitle: "Kế toán" });
  await feed.processAll();
  feed.world.setNow("2024-03-02T17:01:00Z");
  await feed.act.patch(member.id, 2, { jobTitle: "Thủ quỹ" }, office);
  await feed.processAll();
  const at = [top, ministry, tenantId];
  expect(types(await audit({ client: office.clientId }, office))).toEqual(["member.created", "member.updated"]);
  expect(types(await audit({ from: "2024-03-02" }, office))).toEqual(["member.updated", "member.updated"]);
  expect(types(await audit({ from: "2024-03-02", to: "2024-03-02" }, office))).toEqual(["member.updated"]);
  expect(types(await audit({ to: "2024-03-01" }, office))).toHaveLength(5 + 1);
  expect(types(await audit({ from: "2024-03-04" }, office))).toEqual([]);
  expect(types(await audit({ resource: `/v1/members/${member.id}` }, callerAt([...at, first])))).toHaveLength(3);
  expect(await audit({ resource: member.id }, callerAt([...at, second]))).toEqual([]);
  expect(types(await audit({}, callerAt([...at, first])))).toEqual([
    "organisation.created",
    "member.created",
    "member.updated",
    "member.updated",
  ]);
  expect(await audit({ resource: "no id" }, office)).toEqual([]);
});

test("Values that an eventually consistent read misses are read again consistently", async () => {
  const { top, ministry, tenantId, first } = await feed.act.committee();
  const office = callerAt([top, ministry, tenantId]);
  await feed.act.create({ organisationId: first, fullName: "Lê Văn Bình" });
  await feed.processAll();
  const context = feed.world.contextAs(office);
  const { table } = context;
  const getMany: typeof table.getMany = async (keys, how) =>
    how?.consistency === "eventual" ? keys.map(() => undefined) : table.getMany(keys);
  const { items } = await listAudit({ ...context, table: { ...table, getMany } }, {}, { limit: 50 });
  expect(items.length).toBeGreaterThan(0);
  expect(items.filter(({ changes }) => changes === undefined)).toEqual([]);
});
