import type { ZodMiniType } from "zod/mini";
import { kindOperations } from "../../lib/contract/kinds.ts";
import type { Route } from "../../lib/contract/route.ts";
import { type OperationName, routeList, routes } from "../../lib/contract/routes.ts";
import { type RecordKind, recordKindList, specOf } from "../../lib/records/kinds.ts";
import { absentId } from "../support/absent-id.ts";
import { kindSamples, type SampleIds } from "../support/kind-samples.ts";
import { type Planted, usePlantedRecords } from "../support/planted-records.ts";

const { api, own, planted, adminOf, clerkOf, readTable } = usePlantedRecords();

type Place = readonly (string | number)[];

type Parts = { shape?: Record<string, ZodMiniType>; element?: ZodMiniType; innerType?: ZodMiniType };
const partsOf = (schema: ZodMiniType | undefined): Parts => (schema?._zod.def ?? {}) as Parts;

/** A reference rejects what is no id as unknown. */
const isReference = (schema: ZodMiniType | undefined): boolean =>
  (schema?.safeParse("no id").error?.issues ?? []).some(
    (issue) => "params" in issue && issue.params?.code === "unknown-reference",
  );

/** Where a value has references, by its schema. */
const referencesIn = (schema: ZodMiniType | undefined, value: unknown, place: Place = []): Place[] => {
  const { shape, element, innerType } = partsOf(schema);
  if (innerType) return referencesIn(innerType, value, place);
  if (element && Array.isArray(value)) return value.flatMap((one, i) => referencesIn(element, one, [...place, i]));
  if (shape && typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([name, field]) => referencesIn(shape[name], field, [...place, name]));
  return isReference(schema) ? [place] : [];
};

const withValue = (value: unknown, [name, ...rest]: Place, wanted: string): unknown => {
  if (name === undefined) return wanted;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[name] = withValue(copy[name], rest, wanted);
  return copy;
};

/** A way to send a body: the operation, its path, and what of the body is sent. */
type Way = { operation: OperationName; externalId?: string; sent: (body: object, place: Place) => object };

const waysOf = (kind: RecordKind): Way[] => {
  const { create, upsert, update } = kindOperations[kind];
  const { request = (body: object) => body } = kindSamples[kind];
  return [
    { operation: create, sent: request },
    ...(upsert ? ["stored", "new"].map((externalId) => ({ operation: upsert, externalId, sent: request })) : []),
    ...(update
      ? [
          {
            operation: update,
            sent: (body: object, [field = ""]: Place) => ({ [field]: (body as Record<string, unknown>)[field] }),
          },
        ]
      : []),
  ];
};

/** Bodies of a kind without what only one record can have, and without a visibility that only administrators set. */
const bodiesOf = (kind: RecordKind, ids: SampleIds): Record<string, unknown>[] =>
  kindSamples[kind].bodies.map((bodyOf, n) => {
    const {
      externalIds: _,
      visibility: __,
      memberNumber: ___,
      ...body
    } = { ...bodyOf(ids) } as Record<string, unknown>;
    return "sha256" in body ? { ...body, sha256: String(n).padStart(64, "0") } : body;
  });

const placesIn = (kind: RecordKind, body: object): Place[] => {
  const route: Route = routes[kindOperations[kind].create];
  const { request } = kindSamples[kind];
  const places = referencesIn(route.body, request?.(body) ?? body);
  // A request around the record has it as its only element.
  return request ? places.map((place) => place.slice(2)) : places;
};

const isAdministrative = (kind: RecordKind) => specOf(kind).audience === "administrators";
const callerOf = (kind: RecordKind) => (isAdministrative(kind) ? adminOf() : clerkOf());
/** What a client cannot see; an administrator sees what is restricted. */
const foreignTo = (kind: RecordKind): Planted[] =>
  Object.values(planted).filter(({ isRestricted }) => !(isRestricted && isAdministrative(kind)));

const send = async (kind: RecordKind, { operation, externalId = "" }: Way, body: object) => {
  const { status, json } = await api.call(operation, {
    params: { ...own, source: "hr", externalId },
    body,
    caller: callerOf(kind),
    headers: routes[operation].method === "PATCH" ? { "if-match": "*" } : {},
  });
  return { status, json: { ...(json as object), instance: undefined } };
};

/** All subsets of a list. */
const subsetsOf = <T>([first, ...rest]: readonly T[]): T[][] =>
  first === undefined ? [[]] : subsetsOf(rest).flatMap((subset) => [subset, [first, ...subset]]);

const absentOf = (ids: SampleIds): SampleIds =>
  Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, absentId(id)]));

/** A request with references to records that the client does not see, and the same with absent records. */
type Pair = { way: Way; foreign: object; absent: object };

/** Each reference by itself, to a record of any kind. */
const singlePairs = (kind: RecordKind): Pair[] =>
  bodiesOf(kind, own)
    .flatMap((body) => placesIn(kind, body).map((place) => ({ body, place })))
    .flatMap(({ body, place }) =>
      foreignTo(kind).flatMap(({ ids }) => {
        const bodyWith = (id = "") => withValue(body, place, id) as object;
        const all = Object.values(ids);
        return waysOf(kind).flatMap((way) => {
          const absent = way.sent(bodyWith(absentId(all[0] ?? "")), place);
          return all.map((id) => ({ way, foreign: way.sent(bodyWith(id), place), absent }));
        });
      }),
    );

/** All references together, to records of which any exist. */
const joinedPairs = (kind: RecordKind): Pair[] =>
  foreignTo(kind).flatMap(({ ids }) =>
    bodiesOf(kind, own).flatMap((sample, n) => {
      const used = Object.keys(ids).filter((name) => JSON.stringify(sample).includes(`"${own[name]}"`));
      const bodyWith = (some: SampleIds) => bodiesOf(kind, { ...own, ...absentOf(ids), ...some })[n] ?? {};
      const ways = waysOf(kind).filter(({ operation }) => routes[operation].method !== "PATCH");
      return (used.length === 0 ? [] : subsetsOf(used)).flatMap((existing) => {
        const some = Object.fromEntries(existing.map((name) => [name, ids[name] ?? ""]));
        return ways.map((way) => ({ way, foreign: way.sent(bodyWith(some), []), absent: way.sent(bodyWith({}), []) }));
      });
    }),
  );

describe.each(recordKindList)("A reference in a record of the kind %s", (kind) => {
  test.each([
    ["by itself", singlePairs],
    ["together with others", joinedPairs],
  ])(
    "to a record that the client does not see is rejected %s like one to an absent record, and is not stored",
    async (_, pairsOf) => {
      const before = await readTable();
      let expected: Awaited<ReturnType<typeof send>> | undefined;
      let lastAbsent: object | undefined;
      for (const { way, foreign, absent } of pairsOf(kind)) {
        if (absent !== lastAbsent) expected = await send(kind, way, absent);
        lastAbsent = absent;
        const found = await send(kind, way, foreign);
        expect({ way, foreign, ...found }).toEqual({ way, foreign, ...expected });
        expect({ way, foreign, ...found }).toMatchObject({ status: 422 });
      }
      expect(await readTable()).toEqual(before);
    },
  );

  test("to a record that the client sees is accepted", async () => {
    const [create] = waysOf(kind);
    for (const body of bodiesOf(kind, own).filter((one) => placesIn(kind, one).length > 0)) {
      const { status, json } = create ? await send(kind, create, create.sent(body, [])) : {};
      expect({ status, json }).toEqual({ status: 201, json });
    }
  });
});

/** Operations on no single kind of record, with the body of a request that the client may make. */
const others: Partial<Record<OperationName, () => object>> = {
  moveOrganisation: () => ({ parentId: own.committeeId, on: "2024-01-10" }),
};

test("Every other operation with references in its body answers them alike", async () => {
  const ofKinds = Object.values(kindOperations).flatMap(({ create, update, upsert }) => [create, update, upsert]);
  const known = routeList.filter(({ operation }) => !ofKinds.includes(operation));
  const samples = Object.entries(others).map(([operation, body]) => [operation, body?.() ?? {}] as const);
  expect(known.filter(({ body }) => hasReferences(body)).map(({ operation }) => operation)).toEqual(
    samples.map(([operation]) => operation),
  );
  for (const [operation, body] of samples) {
    const route: Route = routes[operation as OperationName];
    for (const place of referencesIn(route.body, body))
      for (const id of foreignTo("organisation").flatMap(({ ids }) => Object.values(ids))) {
        const way = { operation: operation as OperationName, sent: (sent: object) => sent };
        const answerTo = (one: string) => send("organisation", way, withValue(body, place, one) as object);
        const [found, expected] = [await answerTo(id), await answerTo(absentId(id))];
        expect({ id, ...found }).toEqual({ id, ...expected, status: 422 });
      }
  }
});

/** Whether a schema has references at any place. */
const hasReferences = (schema: ZodMiniType | undefined): boolean => {
  const { shape, element, innerType } = partsOf(schema);
  const inner = [...Object.values(shape ?? {}), element, innerType].filter((part) => part !== undefined);
  return inner.length > 0 ? inner.some(hasReferences) : isReference(schema);
};
