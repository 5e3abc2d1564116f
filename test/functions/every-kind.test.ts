import type { ZodMiniType } from "zod/mini";
import { kindOperations } from "../../lib/contract/kinds.ts";
import type { Route } from "../../lib/contract/route.ts";
import { routes } from "../../lib/contract/routes.ts";
import { recordKindList, specOf } from "../../lib/records/kinds.ts";
import { type Json, recordIn, useKindRecords } from "../support/kind-records.ts";
import { kindSamples } from "../support/kind-samples.ts";
import { callerAt } from "../support/world.ts";

const { api, ids, created, create, read } = useKindRecords();

/** Paths of the fields of a schema, `/positions/role`. A citation counts as one field. */
const fieldsIn = (schema: ZodMiniType, path = ""): string[] => {
  const { shape, element, innerType } = schema._zod.def as {
    shape?: Record<string, ZodMiniType>;
    element?: ZodMiniType;
    innerType?: ZodMiniType;
  };
  if (shape) return Object.entries(shape).flatMap(([name, field]) => fieldsIn(field, `${path}/${name}`));
  const inner = element ?? innerType;
  return inner ? fieldsIn(inner, path) : [path];
};

const fieldsOf = (value: unknown, path = ""): string[] => {
  if (Array.isArray(value)) return value.flatMap((one) => fieldsOf(one, path));
  if (typeof value !== "object" || value === null || path === "/externalIds") return [path];
  return Object.entries(value).flatMap(([name, inner]) => fieldsOf(inner, `${path}/${name}`));
};

/** Fields that were sent and do not come back. A citation may be sent as text and comes back with its parts. */
const missingIn = (sent: unknown, got: unknown, path = ""): string[] => {
  if (typeof sent !== "object" || sent === null) {
    const value = typeof got === "object" && got !== null ? (got as Json).text : got;
    return value === sent ? [] : [`${path}: ${JSON.stringify(got)} instead of ${JSON.stringify(sent)}`];
  }
  return Object.entries(sent).flatMap(([name, value]) =>
    missingIn(value, (got as Json | undefined)?.[name], `${path}/${name}`),
  );
};

describe.each(recordKindList)("A record of the kind %s", (kind) => {
  const { update, list } = kindOperations[kind];
  const { bodies, patch, request, param } = kindSamples[kind];

  test("has a sample of every field of its input", () => {
    const route: Route = routes[kindOperations[kind].create];
    const sampled = bodies.flatMap((bodyOf) => fieldsOf(request?.(bodyOf(ids)) ?? bodyOf(ids)));
    const known = route.body ? fieldsIn(route.body) : [];
    expect(known.filter((field) => !sampled.includes(field))).toEqual([]);
  });

  test("comes back with every field that was sent", async () => {
    for (const { body, record } of created.get(kind) ?? []) {
      expect(missingIn(body, record)).toEqual([]);
      const own = specOf(kind).path.endsWith("{id}") ? { [param]: String(record.id) } : {};
      const { record: again } = await read(kind, { ...ids, ...own });
      // A later entry of the history moved the member.
      if (kind !== "history-entry") expect(missingIn(body, again)).toEqual([]);
    }
  });

  test("keeps all other fields when one is changed", async () => {
    if (!update) return;
    if (!patch) throw new Error(`${kind} can be changed and has no sample patch`);
    const before = await read(kind);
    const { status, json } = await api.call(update, { params: ids, body: patch, headers: { "if-match": before.etag } });
    expect([status, json]).toEqual([200, json]);
    const { record: after } = await read(kind);
    const { updatedAt: _, ...unchanged } = before.record;
    const changed = Object.fromEntries(Object.keys(patch).map((name) => [name, after[name]]));
    expect({ ...after, updatedAt: undefined }).toEqual({ ...unchanged, ...changed, updatedAt: undefined });
    expect(missingIn(patch, after)).toEqual([]);
  });

  test("is found in its list by external id, or its list rejects the parameter", async () => {
    if (!list) return;
    const sample = created.get(kind)?.[0]?.record ?? {};
    const external = Object.entries((sample.externalIds ?? {}) as Record<string, string>)[0]?.join(":");
    const scope = ["parentId", "organisationId"].flatMap((name) =>
      sample[name] ? [`&${name}=${ids.committeeId}`] : [],
    );
    const find = (externalId: string, within = "") =>
      api.call(list, { params: ids, query: `externalId=${externalId}${within}` });
    if (!specOf(kind).externalIds) {
      expect(external).toBeUndefined();
      expect(await find("hr:X-1")).toMatchObject({ status: 400, json: { code: "invalid-query" } });
      return;
    }
    expect(await find(external ?? "", scope[0])).toMatchObject({
      status: 200,
      json: { items: [{ id: ids[param] }], nextCursor: null },
    });
    expect(await find(`${external}2`, scope[0])).toMatchObject({ status: 200, json: { items: [] } });
  });
});

test.each(recordKindList.filter((kind) => specOf(kind).externalIds))(
  "A 409 for the external id of a %s that the caller may not see names no record",
  async (kind) => {
    const top = ids.committeeId ?? "";
    const department = async (name: string) => {
      const body = { kind: "departmental-committee", name, parentId: top };
      const id = String(recordIn(await create("organisation", body)).id);
      const cell = { kind: "cell", name, parentId: id };
      const cellId = String(recordIn(await create("organisation", cell)).id);
      const member = { organisationId: cellId, fullName: "Vũ Thị Hoa", confirmed: true };
      const memberId = String(recordIn(await create("member", member)).id);
      return { caller: callerAt([top, id]), ids: { committeeId: id, cellId, memberId } };
    };
    const [here, there] = [await department("Bộ phận A"), await department("Bộ phận B")];
    const bodyFor = (of: typeof here.ids) => {
      const bodyOf = kindSamples[kind].bodies.at(-1);
      return { ...bodyOf?.(of), visibility: "internal", externalIds: { shared: kind } };
    };
    const first = recordIn(await create(kind, bodyFor(there.ids), { caller: there.caller }));
    const refused = await create(kind, bodyFor(here.ids), { caller: here.caller });
    expect(refused).toMatchObject({ status: 409, json: { code: "duplicate-external-id" } });
    expect(refused.json).not.toHaveProperty("existing");
    const seen = await create(
      kind,
      { ...bodyFor(there.ids), ...(kind === "organisation" ? { name: "Khác" } : {}) },
      {
        caller: there.caller,
      },
    );
    expect(seen).toMatchObject({ status: 409, json: { existing: { kind, id: first.id } } });
  },
);
