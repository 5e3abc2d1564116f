import { type RecordKind, recordKindList, specOf } from "../records/kinds.ts";
import type { Method } from "./route.ts";
import { type OperationName, routeList } from "./routes.ts";

/** The operations on a kind of record; their routes have its schemas. */
export type KindOperations = {
  create: OperationName;
  get: OperationName;
  list: OperationName | undefined;
  update: OperationName | undefined;
  delete: OperationName | undefined;
  upsert: OperationName | undefined;
};

/** A path without the names of its parameters, in which a route and a kind of record differ. */
const shapeOf = (path: string) => path.replaceAll(/\{\w+\}/g, "{}");

const operationAt = (method: Method, shape: string): OperationName | undefined =>
  routeList.find((route) => route.method === method && shapeOf(route.path) === shape)?.operation;

/** Where records of a kind are created and listed: for a part, below its owner. */
const collectionOf = (kind: RecordKind): string => {
  const { path, partOf } = specOf(kind);
  const collection = shapeOf(path).replace(/\/\{\}$/, "");
  return partOf && !path.includes("{of}") ? collection.replace("/v1/", `/v1/${partOf}s/{}/`) : collection;
};

const operationsOf = (kind: RecordKind): KindOperations => {
  const one = shapeOf(specOf(kind).path);
  const collection = collectionOf(kind);
  // A PUT creates what exists once for each owner: it has no collection.
  const create = operationAt("POST", collection) ?? operationAt("PUT", one);
  const get = operationAt("GET", one);
  if (!create || !get) throw new Error(`No route creates or reads a record of the kind ${kind}`);
  return {
    create,
    get,
    list: collection === one ? undefined : operationAt("GET", collection),
    update: operationAt("PATCH", one),
    delete: operationAt("DELETE", one),
    upsert: operationAt("PUT", `${collection}/external/{}/{}`),
  };
};

/** The operations on every kind of record, found by the paths of their routes. */
export const kindOperations = Object.fromEntries(recordKindList.map((kind) => [kind, operationsOf(kind)])) as Readonly<
  Record<RecordKind, KindOperations>
>;
