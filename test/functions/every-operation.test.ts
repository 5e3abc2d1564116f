import { array, assert, asyncProperty, constantFrom, oneof, option, record } from "fast-check";
import { exampleIds } from "../../lib/contract/example-ids.ts";
import { kindOperations } from "../../lib/contract/kinds.ts";
import { shapeOf } from "../../lib/contract/openapi/names.ts";
import { openApiDocument } from "../../lib/contract/openapi.ts";
import type { Route } from "../../lib/contract/route.ts";
import { type OperationName, routeList, routes } from "../../lib/contract/routes.ts";
import { recordKindList } from "../../lib/records/kinds.ts";
import { problems } from "../../lib/vocabulary/problems.ts";
import { type Api, type OperationResponse, startApi } from "../support/api.ts";
import { captureLog } from "../support/console.ts";
import { bodyLike, hostileValue, queryLike } from "../support/hostile.ts";
import { kindSamples } from "../support/kind-samples.ts";

let api: Api;
const log = captureLog();
beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  log.release();
  await api.close();
});

/** Ids by the names of path parameters and of the ids of examples. */
type Ids = Record<string, string>;
const meant = (operation: OperationName, ids: Ids): object | undefined => {
  const { example }: Route = routes[operation];
  if (!example) return undefined;
  // The id of the committee ends other ids, so it is replaced last.
  const { committeeId, ...others } = exampleIds;
  let text = JSON.stringify(example);
  for (const [name, id] of Object.entries({ ...others, committeeId })) text = text.replaceAll(id, ids[name] ?? id);
  return JSON.parse(text);
};
const idOf = ({ status, json }: OperationResponse): string => {
  const { id, photo, items } = json as { id?: string; photo?: { id: string }; items?: { id: string }[] };
  const found = id ?? photo?.id ?? items?.[0]?.id;
  if (status !== 201 || !found) throw new Error(JSON.stringify(json));
  return found;
};
/** Makes one record of each kind out of the document's own examples. */
const makeRecords = async (): Promise<Ids> => {
  const ids: Ids = { source: "hr", externalId: "1" };
  const make = async (name: string, operation: OperationName, changed: object = {}) => {
    const body = { ...meant(operation, ids), ...changed };
    ids[name] = idOf(await api.call(operation, { params: ids, body }));
  };
  await make("committeeId", "createOrganisation", { kind: "grassroots-committee", parentId: undefined });
  await make("cellId", "createOrganisation");
  for (const kind of recordKindList) {
    const operation = kindOperations[kind].create;
    if (kind === "organisation" || routes[operation].method !== "POST") continue;
    await make(kindSamples[kind].param, operation, kind === "vote" ? { base: { count: 68 } } : {});
  }
  return { ...ids, organisationId: ids.committeeId ?? "" };
};

type Documented = { paths: Record<string, Record<string, { responses: object }>> };
const { paths } = openApiDocument() as unknown as Documented;
const documented = (route: Route) => Object.keys(paths[route.path]?.[route.method.toLowerCase()]?.responses ?? {});

/** What an answer does that the contract does not promise. */
const broken = (route: Route, { status, json }: OperationResponse): unknown => {
  if (status >= 500 || !documented(route).includes(String(status))) return { status, json };
  if (status >= 400) return (json as { code: string }).code in problems ? undefined : { status, json };
  return route.response && status !== 304 ? route.response.safeParse(json).error?.issues : undefined;
};

const kept = routeList.filter(({ scope }) => scope !== "open").map(({ operation }) => operation);

test("The examples of the document create records of every kind, and each can be read", async () => {
  const params = await makeRecords();
  for (const operation of kept.filter((name) => name.startsWith("get") || name.startsWith("list"))) {
    if (operation === "getAgenda") await api.call("putAgenda", { params, body: meant("putAgenda", params) });
    if (operation === "getErasure") await api.call("eraseMember", { params });
    if (operation === "getArticle") await api.call("putArticle", { params, body: meant("putArticle", params) });
    const answer = await api.call(operation, { params });
    expect([operation, answer.status]).toEqual([operation, 200]);
  }
});

test("Every operation returns a documented response to any request", async () => {
  const ids = await makeRecords();
  const known = Object.values(ids);
  const calls = kept.map((operation) => {
    const route: Route = routes[operation];
    const params = record(
      Object.fromEntries(
        [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => [
          name,
          oneof(
            { weight: 20, arbitrary: constantFrom(ids[name] ?? "x") },
            { weight: 1, arbitrary: constantFrom(...known) },
            { weight: 1, arbitrary: hostileValue.map((value) => String(value).slice(0, 200)) },
          ),
        ]),
      ),
    );
    return record({
      operation: constantFrom(operation),
      params,
      query: queryLike(Object.keys(shapeOf(route.query) ?? {}), known),
      match: option(constantFrom("*", "*", '"1"', '"2"', '"9"'), {
        nil: undefined,
        freq: route.method === "DELETE" ? 1 : 20,
      }),
      key: option(constantFrom("a", "b", "c"), { nil: undefined }),
      ...(route.body ? { body: bodyLike(meant(operation, ids), known) } : {}),
    });
  });
  const seen = new Map<number, number>();
  const promised = asyncProperty(array(oneof(...calls), { minLength: 1, maxLength: 4 }), async (sequence) => {
    for (const { operation, match, key, ...asked } of sequence) {
      const headers = { ...(match ? { "If-Match": match } : {}), ...(key ? { "Idempotency-Key": key } : {}) };
      const answer = await api.call(operation, { ...asked, headers });
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
      expect(broken(routes[operation], answer)).toBeUndefined();
    }
  });
  await assert(promised, { numRuns: 1_000 });
  // Calls that are all refused at the door would prove little.
  expect([...seen.keys()]).toEqual(expect.arrayContaining([200, 201, 400, 404, 409, 412, 422, 428]));
});
