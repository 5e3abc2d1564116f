import { kindOperations } from "../../lib/contract/kinds.ts";
import { type Route, routeKey } from "../../lib/contract/route.ts";
import { type OperationName, routeList, routes } from "../../lib/contract/routes.ts";
import { recordKindList } from "../../lib/records/kinds.ts";
import { absentId } from "../support/absent-id.ts";
import { useKindRecords } from "../support/kind-records.ts";
import { kindSamples } from "../support/kind-samples.ts";

const { api, ids, created, prepareFresh, read } = useKindRecords();

const puts = recordKindList.flatMap((kind) => {
  const { upsert, create } = kindOperations[kind];
  const operation = upsert ?? (routes[create].method === "PUT" ? create : undefined);
  return operation ? [{ kind, operation }] : [];
});

test.each(puts)(
  "A PUT of a record of the kind $kind with If-None-Match: * only creates it",
  async ({ kind, operation }) => {
    const { body, params } = await prepareFresh(kind);
    const source = { source: "once", externalId: kind };
    const put = async (headers: Record<string, string>) => {
      const { externalIds: _, ...input } = body as { externalIds?: object };
      const { status, headers: answered } = await api.call(operation, {
        params: { ...params, ...source },
        body: input,
        headers,
      });
      return { status, etag: answered.etag ?? "" };
    };
    expect(await put({ "if-match": "*" })).toMatchObject({ status: 412 });
    const { status, etag } = await put({ "if-none-match": "*" });
    expect(status).toBe(201);
    expect(await put({ "if-none-match": "*" })).toMatchObject({ status: 412 });
    expect(await put({ "if-none-match": etag })).toMatchObject({ status: 412 });
    expect(await put({ "if-none-match": '"77"' })).toMatchObject({ status: 200 });
    expect(await put({ "if-match": '"77"' })).toMatchObject({ status: 412 });
    expect(await put({ "if-match": etag })).toMatchObject({ status: 200 });
  },
);

/** Operations below a record, with the kind of it. */
const below = routeList.flatMap(({ operation, method, path }) => {
  const owner = (["member", "meeting"] as const).find((kind) => path.startsWith(`/v1/${kind}s/{`));
  const parts: readonly OperationName[] = recordKindList.map((kind) => kindOperations[kind].create);
  return owner && method === "POST" && parts.includes(operation) ? [{ operation, owner }] : [];
});

test.each(below)("$operation checks the version of the record above it", async ({ operation, owner }) => {
  const kind = recordKindList.find((each) => kindOperations[each].create === operation) ?? "member";
  const { etag } = await read(owner);
  const call = (ifMatch: string) =>
    api.call(operation, {
      params: ids,
      body: kindSamples[kind].request?.(created.get(kind)?.[0]?.body ?? {}) ?? created.get(kind)?.[0]?.body ?? {},
      headers: { "if-match": ifMatch },
    });
  expect(await call('"7777"')).toMatchObject({ status: 412, json: { code: "stale" } });
  // The sample may be refused for other reasons.
  expect((await call(etag)).status).not.toBe(412);
});

const withoutBody = routeList.filter(
  (route: Route) => route.scope !== "open" && route.method !== "GET" && route.body === undefined,
);

test.each(withoutBody.map((route) => ({ operation: route.operation, key: routeKey(route) })))(
  "$key rejects a body, after 404, and changes nothing",
  async ({ operation }) => {
    const headers = { "if-match": "*" };
    const call = (params: Record<string, string>, body: unknown) => api.call(operation, { params, body, headers });
    const unknown = Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, absentId(id)]));
    for (const body of [{}, { reason: "x" }, [], "null", '"text"', 5]) {
      expect((await call(ids, body)).status).toBe(422);
      expect((await call(unknown, body)).status).toBe(404);
    }
    expect((await call(ids, '{"')).status).toBe(400);
  },
);
