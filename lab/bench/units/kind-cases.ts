import { kindOperations } from "../../../lib/contract/kinds.ts";
import { shapeOf } from "../../../lib/contract/openapi/names.ts";
import type { Route } from "../../../lib/contract/route.ts";
import { type OperationName, routes } from "../../../lib/contract/routes.ts";
import { type RecordKind, recordKindList } from "../../../lib/records/kinds.ts";
import { kindSamples, type SampleIds } from "../../../test/support/kind-samples.ts";
import type { Case } from "./case.ts";

/** Every id as a placeholder, which the request of a case fills in. */
const placeholders: SampleIds = new Proxy({}, { get: (_, name) => `{${String(name)}}` });

/** The sample of a kind as the body of its creation, without what is unique. */
const bodyOf = (kind: RecordKind): object => {
  const { bodies, request } = kindSamples[kind];
  const { externalIds: _, ...body } = { ...bodies.at(-1)?.(placeholders) } as { externalIds?: object };
  return request?.(body) ?? body;
};

/** The step that creates the sample of a kind for one case alone. */
export const newRecord = (kind: RecordKind) => ({
  call: kindOperations[kind].create,
  body: bodyOf(kind),
  gives: kindSamples[kind].param,
});

const casesOfKind = (kind: RecordKind): Partial<Record<OperationName, readonly Case[]>> => {
  const { create, get, list, update, delete: remove } = kindOperations[kind];
  const first = [newRecord(kind)];
  const { patch } = kindSamples[kind];
  return {
    [create]: [{ body: bodyOf(kind) }],
    [get]: [{ first }],
    ...(list ? { [list]: [listCase(list)] } : {}),
    ...(update && patch ? { [update]: [{ first, body: patch }] } : {}),
    ...(remove ? { [remove]: [{ first }] } : {}),
  };
};

/** A list of a committee where the list is one of an organisation. */
const listCase = (list: OperationName): Case => {
  const { query }: Route = routes[list];
  return shapeOf(query)?.organisationId ? { query: "organisationId={committeeId}" } : {};
};

/** Creation, read, list, update and deletion of a record of every kind, made from its sample. */
export const kindCases = (): Partial<Record<OperationName, readonly Case[]>> =>
  Object.assign({}, ...recordKindList.map(casesOfKind));
