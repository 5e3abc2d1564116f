import { kindOperations } from "../../lib/contract/kinds.ts";
import { shapeOf } from "../../lib/contract/openapi/names.ts";
import { type Route, routeKey } from "../../lib/contract/route.ts";
import { type OperationName, routes } from "../../lib/contract/routes.ts";
import { recordKindList } from "../../lib/records/kinds.ts";
import { type Json, useKindRecords } from "../support/kind-records.ts";
import { kindSamples } from "../support/kind-samples.ts";

const { api, ids, read } = useKindRecords();

/** How a complete record of a kind is sent back: by PATCH, and by PUT where it has one. */
const waysBack = recordKindList.flatMap((kind) => {
  const { update, upsert, create } = kindOperations[kind];
  const put = upsert ?? (routes[create].method === "PUT" ? create : undefined);
  return [update, put].flatMap((operation) => (operation ? [{ kind, operation }] : []));
});

const send = async (operation: OperationName, record: Json, changes: Json, etag: string) => {
  const [source = "", externalId = ""] = Object.entries((record.externalIds ?? {}) as Record<string, string>)[0] ?? [];
  const params = { ...ids, source, externalId };
  const { status, json, headers } = await api.call(operation, {
    params,
    body: { ...record, ...changes },
    headers: { "if-match": etag },
  });
  const { errors = [] } = json as { errors?: { pointer: string; code: string }[] };
  return { status, errors: errors.map(({ pointer, code }) => `${pointer} ${code}`), etag: headers.etag };
};

const readOnlyIn = ({ body, response }: Route): string[] =>
  Object.keys(shapeOf(response) ?? {}).filter((name) => !(name in (shapeOf(body) ?? {})));

describe.each(waysBack)("A record of the kind $kind that was read", ({ kind, operation }) => {
  test(`can be sent back by ${routeKey(routes[operation])}, which changes nothing`, async () => {
    const { record, etag } = await read(kind);
    expect(await send(operation, record, {}, etag)).toEqual({ status: 200, errors: [], etag });
  });

  test(`is rejected by ${routeKey(routes[operation])} with another value of a read-only field`, async () => {
    const { record, etag } = await read(kind);
    const fields = readOnlyIn(routes[operation]).filter((name) => ["id", "createdAt", "updatedAt"].includes(name));
    for (const name of fields)
      for (const value of ["2020-01-01T00:00:00.000Z", null])
        expect(await send(operation, record, { [name]: value }, etag)).toMatchObject({
          status: 422,
          errors: [`/${name} read-only`],
        });
    expect(fields.length).toBeGreaterThan(1);
    expect(await send(operation, record, { [`${kindSamples[kind].param}s`]: null }, etag)).toMatchObject({
      status: 422,
      errors: [`/${kindSamples[kind].param}s unknown-field`],
    });
  });
});
