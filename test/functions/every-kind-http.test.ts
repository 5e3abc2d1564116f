import { kindOperations } from "../../lib/contract/kinds.ts";
import { routes } from "../../lib/contract/routes.ts";
import { recordKindList, specOf } from "../../lib/records/kinds.ts";
import type { Caller } from "../../lib/records/request-context.ts";
import { mergePatch } from "../../lib/shared/merge-patch.ts";
import { type Json, type PageOfRecords, recordIn, useKindRecords } from "../support/kind-records.ts";
import { kindSamples } from "../support/kind-samples.ts";
import { callerAt } from "../support/world.ts";

const { api, ids, create, prepareFresh, createFresh } = useKindRecords();
const match = (version: number) => ({ "If-Match": `"${version}"` });

describe.each(recordKindList)("The HTTP interface of the kind %s", (kind) => {
  const { create: creation, get, list, update, delete: deletion, upsert } = kindOperations[kind];
  const { patch = {}, param } = kindSamples[kind];
  const hrefIn = (params: Record<string, string>) =>
    routes[get].path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");

  test("returns Location and ETag of a new record, and 304 to a reader that has its version", async () => {
    const { response, record, params } = await createFresh(kind);
    const isBatch = kind === "attendee";
    const href = isBatch ? `/v1/meetings/${params.meetingId}/attendees` : hrefIn(params);
    expect(response.headers.location).toBe(href);
    expect(response.headers.etag).toBe(isBatch ? undefined : '"1"');
    const { clientSecret: _, secret: __, ...visible } = record;
    expect(await api.call(get, { params })).toMatchObject({ status: 200, headers: { etag: '"1"' }, json: visible });
    expect(await api.call(get, { params, headers: { "If-None-Match": '"1"' } })).toMatchObject({ status: 304 });
  });

  test("creates a record once for one idempotency key, and rejects the key with another body", async () => {
    if (routes[creation].method !== "POST") return;
    const { body, params } = await prepareFresh(kind);
    const headers = { "Idempotency-Key": `"${kind}"` };
    const first = recordIn(await create(kind, body, { params, headers }));
    const again = await create(kind, body, { params, headers });
    expect(again.headers["idempotency-replayed"]).toBe("true");
    expect(recordIn(again)).toEqual({ ...first, clientSecret: undefined, secret: undefined });
    const other = { ...kindSamples[kind].request?.(body), ...body, other: 1 };
    const reused = await api.call(creation, { params, headers, body: other });
    expect(reused.json).toMatchObject({ code: "idempotency-key-reused" });
  });

  test("updates a record at its current version only, and keeps the version where nothing changes", async () => {
    if (!update) return;
    const { params } = await createFresh(kind);
    const change = (headers: Record<string, string>) => api.call(update, { params, body: patch, headers });
    expect(await change({})).toMatchObject({ status: 428 });
    expect(await change(match(2))).toMatchObject({ status: 412 });
    expect(await change(match(1))).toMatchObject({ status: 200, headers: { etag: '"2"' }, json: patch });
    expect(await change(match(2))).toMatchObject({ status: 200, headers: { etag: '"2"' } });
    expect(await change(match(1))).toMatchObject({ status: 412 });
  });

  test("deletes a record at its current version only, and frees its external id", async () => {
    if (!deletion) return;
    const { body, params } = await createFresh(kind);
    const remove = async (headers = {}) => (await api.call(deletion, { params, headers })).status;
    expect([await remove(), await remove(match(2)), await remove(match(1))]).toEqual([428, 412, 204]);
    expect([await remove(match(1)), (await api.call(get, { params })).status]).toEqual([404, 404]);
    expect((await create(kind, body, { params })).status).toBe(201);
  });

  test("keeps the organisation that a record names from being deleted", async () => {
    const { body } = await prepareFresh(kind);
    if (!("organisationId" in body) || specOf(kind).partOf) return;
    const cell = recordIn(await create("organisation", { kind: "cell", name: kind, parentId: ids.committeeId }));
    await createFresh(kind, { organisationId: cell.id });
    const params = { organisationId: String(cell.id) };
    const removed = await api.call("deleteOrganisation", { params, headers: match(1) });
    expect(removed).toMatchObject({ status: 409, json: { code: "in-use", dependents: [{ kind, count: 1 }] } });
  });

  test("creates a record by a PUT with an external id, changes nothing when it is repeated, and replaces it", async () => {
    if (!upsert) return;
    const { externalIds: _, ...complete } = mergePatch((await prepareFresh(kind)).body, patch) as Json;
    const body = Object.fromEntries(Object.entries(complete).filter(([field]) => !(field in patch)));
    const put = (content: object, headers = {}) =>
      api.call(upsert, { params: { source: "put", externalId: kind }, body: content, headers });
    const first = await put(complete);
    expect(first).toMatchObject({ status: 201, headers: { etag: '"1"' }, json: { externalIds: { put: kind } } });
    expect(first.headers.location).toBe(hrefIn({ ...ids, [param]: String((first.json as Json).id) }));
    expect(await put(complete)).toMatchObject({ status: 200, headers: { etag: '"1"' }, json: first.json });
    expect(await put(body, match(7))).toMatchObject({ status: 412 });
    const replaced = await put(body);
    expect(replaced).toMatchObject({ status: 200, headers: { etag: '"2"' }, json: { id: (first.json as Json).id } });
    for (const field of Object.keys(patch)) expect(replaced.json).not.toHaveProperty(field);
  });

  test("shows no record to callers of another committee", async () => {
    const { params } = await createFresh(kind);
    const statusFor = async (path: string[]) => (await api.call(get, { params, caller: callerAt(path) })).status;
    expect([await statusFor([ids.committeeId ?? ""]), await statusFor(["0".repeat(18)])]).toEqual([200, 404]);
  });

  test("shows a record that is created or becomes restricted to administrators only", async () => {
    if (specOf(kind).audience !== "visibility") return;
    const restricted = [await createFresh(kind, { visibility: "restricted" })];
    if (update) {
      const later = await createFresh(kind);
      await api.call(update, { params: later.params, body: { visibility: "restricted" }, headers: match(1) });
      restricted.push(later);
    }
    const administrator = callerAt([ids.committeeId ?? ""]);
    const reader = callerAt([ids.committeeId ?? ""], ["dangbo/read"]);
    for (const { record, params } of restricted) {
      const statusFor = async (caller: Caller) => (await api.call(get, { params, caller })).status;
      expect([await statusFor(administrator), await statusFor(reader)]).toEqual([200, 404]);
      if (!list) continue;
      const listedFor = async (caller: Caller) => {
        const query = `limit=100${kind === "organisation" ? `&parentId=${ids.committeeId}` : ""}`;
        const { items } = (await api.call(list, { params, query, caller })).json as { items: Json[] };
        return items.some(({ id }) => id === record.id);
      };
      expect([await listedFor(administrator), await listedFor(reader)]).toEqual([true, false]);
    }
  });

  test("lists every record once in pages of one", async () => {
    if (!list) return;
    await createFresh(kind);
    await createFresh(kind);
    const caller = callerAt([ids.committeeId ?? ""]);
    const scope = kind === "organisation" ? `&parentId=${ids.committeeId}` : "";
    const page = async (query: string) =>
      (await api.call(list, { params: ids, query: query + scope, caller })).json as PageOfRecords;
    const all = (await page("limit=100")).items.map(({ id }) => id);
    const seen: unknown[] = [];
    for (
      let next: string | null = "", cursor = "";
      next !== null;
      cursor = `&cursor=${encodeURIComponent(next ?? "")}`
    ) {
      const { items, nextCursor } = await page(`limit=1${cursor}`);
      seen.push(...items.map(({ id }) => id));
      next = nextCursor;
    }
    expect(all.length).toBeGreaterThan(1);
    expect(seen).toEqual(all);
  });
});
