import type { Json } from "../../../lib/contract/openapi/json.ts";

/** The parts of the OpenAPI document that the page shows. */
export type OpenApiDocument = {
  info: { title: string; version: string; description: string };
  tags: readonly { name: string; description: string }[];
  paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  components: {
    schemas: Readonly<Record<string, Json>>;
    parameters: Readonly<Record<string, ParameterObject>>;
    responses: Readonly<Record<string, ResponseObject>>;
  };
  "x-problem-codes": Readonly<Record<string, { status: number; en: string; vi: string }>>;
  "x-fault-codes": Readonly<Record<string, { en: string; vi: string }>>;
};

export type ReferenceObject = { $ref: string };
export type ParameterObject = { name: string; in: string; required: boolean; description: string; schema: Json };
type Content = Readonly<Record<string, { schema: Json; example?: unknown }>>;
export type ResponseObject = { description: string; content?: Content };
export type OperationObject = {
  operationId: string;
  summary: string;
  description?: string;
  tags: readonly string[];
  security: readonly Readonly<Record<string, readonly string[]>>[];
  parameters?: readonly (ParameterObject | ReferenceObject)[];
  requestBody?: { content: Content };
  responses: Readonly<Record<string, ResponseObject | ReferenceObject>>;
};

export type OperationEntry = { path: string; method: string; operation: OperationObject };

/** Every operation with its path and method, in document order. */
export const operationEntries = (document: OpenApiDocument): OperationEntry[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );

/** The name of a referenced component. */
export const nameOf = (ref: string): string => ref.split("/").at(-1) ?? "";
