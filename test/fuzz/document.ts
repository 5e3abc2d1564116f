import { isJson, type Json } from "../../lib/contract/openapi/json.ts";

export type Parameter = { name: string; in: "path" | "query" | "header"; required: boolean; schema: Json };
export type Body = {
  type: string;
  /** The reference of its schema, shared by operations; without one the operation's id. */
  name: string;
  schema: Json;
  example: unknown;
};
export type Response = {
  /** Names of the headers of the response. */
  headers: readonly string[];
  /** Media types, each with the JSON Pointer of its schema in the document. */
  content: ReadonlyMap<string, string>;
};

/** One operation of the document. */
export type Operation = {
  id: string;
  method: string;
  /** With parameters in braces. */
  path: string;
  needsToken: boolean;
  /** Authenticates by the id and secret of a client instead of a token. */
  takesSecret: boolean;
  parameters: readonly Parameter[];
  bodies: readonly Body[];
  responses: ReadonlyMap<number, Response>;
};

export type Document = { json: Json; operations: readonly Operation[]; resolve(schema: unknown): Json };

/** Reads an OpenAPI document and resolves its references. Throws for an unknown reference. */
export const readDocument = (json: Json): Document => {
  const resolve = (value: unknown): Json => {
    if (!isJson(value)) return {};
    return typeof value.$ref === "string" ? resolve(lookUp(json, value.$ref)) : value;
  };
  const operations = Object.entries(objectOf(json.paths)).flatMap(([path, methods]) =>
    Object.entries(objectOf(methods)).map(([method, operation]) => readOperation(path, method, operation, resolve)),
  );
  return { json, operations, resolve };
};

const objectOf = (value: unknown): Json => (isJson(value) ? value : {});
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const escaped = (part: string) => part.replaceAll("~", "~0").replaceAll("/", "~1");

const lookUp = (json: Json, pointer: string): unknown => {
  const names = pointer.replace(/^#\//, "").split("/");
  return names.reduce<unknown>((found, name) => {
    const inner = objectOf(found)[name.replaceAll("~1", "/").replaceAll("~0", "~")];
    if (inner === undefined) throw new Error(`The document has no ${pointer}`);
    return inner;
  }, json);
};

type Resolve = Document["resolve"];

const readOperation = (path: string, method: string, value: unknown, resolve: Resolve): Operation => {
  const operation = objectOf(value);
  const requestBody = resolve(operation.requestBody);
  const at = `#/paths/${escaped(path)}/${method}/responses`;
  return {
    id: String(operation.operationId),
    method: method.toUpperCase(),
    path,
    needsToken: securityOf(operation).includes("oauth2"),
    takesSecret: securityOf(operation).includes("clientCredentials"),
    parameters: listOf(operation.parameters).map((one) => readParameter(resolve(one))),
    bodies: Object.entries(objectOf(requestBody.content)).map(([type, content]) => {
      const { schema, example } = objectOf(content);
      const { $ref } = objectOf(schema);
      return { type, name: String($ref ?? operation.operationId), schema: objectOf(schema), example };
    }),
    responses: new Map(
      Object.entries(objectOf(operation.responses)).map(([status, response]) => [
        Number(status),
        readResponse(response, `${at}/${status}`, resolve),
      ]),
    ),
  };
};

const securityOf = ({ security }: Json) => listOf(security).flatMap((one) => Object.keys(objectOf(one)));

const readParameter = ({ name, in: place, required, schema }: Json): Parameter => ({
  name: String(name),
  in: place as Parameter["in"],
  required: required === true,
  schema: objectOf(schema),
});

const readResponse = (value: unknown, at: string, resolve: Resolve): Response => {
  const { $ref } = objectOf(value);
  const base = typeof $ref === "string" ? $ref : at;
  const { headers, content } = resolve(value);
  return {
    headers: Object.keys(objectOf(headers)).map((name) => name.toLowerCase()),
    content: new Map(Object.keys(objectOf(content)).map((type) => [type, `${base}/content/${escaped(type)}/schema`])),
  };
};
