import * as z from "zod/mini";
import { type Operation, operation } from "../../functions/shared/operation.ts";
import type { Routes } from "../../lib/contract/route.ts";
import type { RequestContext } from "../../lib/records/request-context.ts";
import { requireIfMatch } from "../../lib/shared/precondition.ts";
import { notFound } from "../../lib/shared/problem.ts";
import { day, name, pageOf, pageQuery } from "../../lib/shared/schema.ts";
import { readPage } from "../../lib/table/page.ts";
import { deleteAtVersion, insert, type Key, replace } from "../../lib/table/write.ts";

const input = z.strictObject({ name, on: z.optional(day), deep: z.optional(z.strictObject({ size: z.int() })) });
const record = z.object({ id: z.string(), name: z.string(), on: z.optional(z.string()) });
const query = z.strictObject({ ...pageQuery, on: z.optional(day) });
const shared = { function: "service", summary: "Things of the tests" } as const;
const one = "/v1/things/{thingId}";

/** Minimal routes that exercise the HTTP layer. */
export const thingRoutes = {
  createThing: {
    ...shared,
    method: "POST",
    path: "/v1/things",
    scope: "dangbo/write",
    body: input,
    status: 201,
    response: record,
    location: one.replace("thingId", "id"),
    etag: true,
  },
  listThings: {
    ...shared,
    method: "GET",
    path: "/v1/things",
    scope: "dangbo/read",
    query,
    status: 200,
    response: pageOf(record),
  },
  getThing: { ...shared, method: "GET", path: one, scope: "dangbo/read", status: 200, response: record, etag: true },
  updateThing: {
    ...shared,
    method: "PATCH",
    path: one,
    scope: "dangbo/write",
    body: input,
    bodyType: "merge-patch",
    status: 200,
    response: record,
    etag: true,
    ifMatch: "required",
  },
  deleteThing: { ...shared, method: "DELETE", path: one, scope: "dangbo/write", status: 204, ifMatch: "required" },
} as const satisfies Routes;

type Thing = { id: string; name: string; on?: string | undefined; secret: string };
const keyOf = (id: string): Key => ({ pk: `THING#${id}`, sk: "META" });
const itemOf = (thing: Thing, version: number) => ({
  ...keyOf(thing.id),
  ...thing,
  version,
  inTenant: "things",
  sort: `${thing.name}#${thing.id}`,
});

const find = async (context: RequestContext, id: string) => {
  const item = await context.table.get(keyOf(id));
  if (!item) throw notFound();
  return { thing: item as unknown as Thing, version: Number(item.version) };
};
const inputOf = ({ name, on }: Thing) => ({ name, ...(on === undefined ? {} : { on }) });

export const thingOperations: Record<keyof typeof thingRoutes, Operation> = {
  createThing: operation(thingRoutes.createThing, async (request, context) => {
    const { deep: _, ...fields } = request.validation().valueOrThrow();
    const thing = { id: context.newId(), ...fields, secret: "never shown" };
    return context.commit([insert(itemOf(thing, 1))], { record: thing, version: 1 });
  }),
  listThings: operation(thingRoutes.listThings, async (request, context) => ({
    page: await readPage(
      context.table,
      [{ index: "byTenant", partition: "things" }],
      request.page(),
      (item) => item,
      false,
    ),
  })),
  getThing: operation(thingRoutes.getThing, async (request, context) => {
    const { thing, version } = await find(context, request.params.thingId);
    return { record: thing, version };
  }),
  updateThing: operation(thingRoutes.updateThing, async (request, context) => {
    const { thing, version } = await find(context, request.params.thingId);
    requireIfMatch(request.precondition, version);
    const { deep: _, ...fields } = request.change(inputOf(thing)).valueOrThrow();
    const changed = { id: thing.id, secret: thing.secret, ...fields };
    return context.commit([replace(itemOf(changed, version + 1), version)], { record: changed, version: version + 1 });
  }),
  deleteThing: operation(thingRoutes.deleteThing, async (request, context) => {
    const { version } = await find(context, request.params.thingId);
    requireIfMatch(request.precondition, version);
    await context.commit([deleteAtVersion(keyOf(request.params.thingId), version)], { record: {} });
    return undefined;
  }),
};
