import type { Json } from "../../../lib/contract/openapi/json.ts";

/** What the page reads of the OpenAPI document. */
export type Document = {
  info: { title: string; version: string; description: string };
  tags: readonly { name: string; description: string }[];
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  components: {
    schemas: Readonly<Record<string, Json>>;
    parameters: Readonly<Record<string, Parameter>>;
    responses: Readonly<Record<string, Response>>;
  };
  "x-problem-codes": Readonly<Record<string, { status: number; en: string; vi: string }>>;
  "x-fault-codes": Readonly<Record<string, { en: string; vi: string }>>;
};

export type Ref = { $ref: string };
export type Parameter = { name: string; in: string; required: boolean; description: string; schema: Json };
type Content = Readonly<Record<string, { schema: Json; example?: unknown }>>;
export type Response = { description: string; content?: Content };
export type Operation = {
  operationId: string;
  summary: string;
  description?: string;
  tags: readonly string[];
  security: readonly Readonly<Record<string, readonly string[]>>[];
  parameters?: readonly (Parameter | Ref)[];
  requestBody?: { content: Content };
  responses: Readonly<Record<string, Response | Ref>>;
};

export type Place = { path: string; method: string; operation: Operation };

/** Every operation with its path and method, in the order of the document. */
export const placesOf = (document: Document): Place[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );

/** The last part of a reference: the name of the component. */
export const nameOf = (ref: string): string => ref.split("/").at(-1) ?? "";
