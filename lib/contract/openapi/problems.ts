import { recordKindList } from "../../records/kinds.ts";
import { fieldErrorMessages } from "../../vocabulary/field-errors.ts";
import { type ProblemCode, problems } from "../../vocabulary/problems.ts";
import { type Json, reference } from "./json.ts";

const codes = Object.keys(problems) as ProblemCode[];
export const codesOf = (status: number): ProblemCode[] => codes.filter((code) => problems[code].status === status);

const fault = {
  type: "object",
  required: ["pointer", "code", "message"],
  properties: {
    pointer: {
      type: "string",
      description: "JSON Pointer (RFC 6901) into the body, `/name` of a query parameter, or the name of a header.",
    },
    code: { type: "string", enum: Object.keys(fieldErrorMessages) },
    message: { type: "string" },
  },
};

const existing = {
  type: "object",
  description: "The conflicting record, if the caller may see it.",
  required: ["kind", "id", "href"],
  properties: { kind: { type: "string" }, id: { type: "string" }, href: { type: "string" } },
};

const dependent = {
  type: "object",
  required: ["kind", "count"],
  properties: { kind: { type: "string", enum: recordKindList }, count: { type: "integer", minimum: 1 } },
};

/** Schemas of error responses. */
export const problemSchemas: Json = {
  Problem: {
    type: "object",
    description: "Problem details (RFC 9457). `type` links to the description of the code.",
    required: ["type", "code", "title", "status", "detail", "instance"],
    properties: {
      type: { type: "string", format: "uri-reference", examples: ["/docs#problem-not-found"] },
      code: { type: "string", enum: codes },
      title: { type: "string" },
      status: { type: "integer" },
      detail: { type: "string" },
      instance: { type: "string", description: "Id of the request." },
      errors: { type: "array", description: "Every error of the input.", items: reference("schemas", "Fault") },
      existing: reference("schemas", "Existing"),
      dependents: {
        type: "array",
        description: "Of `in-use`: the kinds of records that depend on this one, and how many, visible or not.",
        items: reference("schemas", "Dependent"),
      },
    },
  },
  Fault: fault,
  Existing: existing,
  Dependent: dependent,
  GatewayMessage: {
    type: "object",
    description: "Error of the gateway, sent before the request reaches the service.",
    required: ["message"],
    properties: { message: { type: "string" } },
  },
};

/** Only the gateway answers so, before it looks at anything else. */
const headTooLarge = 431;

const about: Record<number, string> = {
  400: "The query, a header or the JSON is not valid.",
  401: "The token is missing or invalid.",
  403: "The token lacks the scope.",
  404: "The record does not exist or is outside the client's subtree.",
  409: "The request conflicts with the stored records.",
  412: "The record has changed.",
  413: "The body is larger than 1 MB.",
  415: "The media type is not supported.",
  422: "The input is invalid; `errors` lists every error.",
  428: "If-Match is required.",
  429: "Too many requests.",
  [headTooLarge]: "Request line and headers are larger than 10 KB.",
  500: "Internal error.",
  503: "The service is overloaded; retry later.",
};
const fromGateway = new Set([401, 403, 413, 429, headTooLarge, 503]);
const retried = new Set([429, 503]);

/** One response for each error status, shared by the operations. */
export const problemResponses: Json = Object.fromEntries(
  Object.entries(about).map(([status, description]) => [
    `Problem${status}`,
    problemResponse(Number(status), description),
  ]),
);

const gone = 410;
/** Errors below the public pages, which browsers get as pages. */
export const pageErrors: readonly number[] = [400, 404, gone, 500, 503];

/** The same errors as browsers get them, below the public pages. */
export const pageErrorResponses: Json = Object.fromEntries(
  pageErrors.map((status) => {
    const description = status === gone ? "The event was published and is deleted." : (about[status] ?? "");
    const { content, ...response } = problemResponse(
      status,
      `${description} A page for requests that accept \`text/html\`.`,
    );
    return [`Page${status}`, { ...response, content: { ...content, "text/html": { schema: { type: "string" } } } }];
  }),
);

function problemResponse(status: number, description: string): Json & { content: Json } {
  const [code] = codesOf(status);
  const example = code && {
    type: `/docs#problem-${code}`,
    code,
    title: problems[code].en,
    status,
    detail: problems[code].en,
    instance: "JKJaXmPLvHcESHA=",
  };
  return {
    description:
      code === undefined
        ? description
        : `${description} Codes: ${codesOf(status)
            .map((one) => `\`${one}\``)
            .join(", ")}.`,
    ...(retried.has(status) ? { headers: { "Retry-After": reference("headers", "RetryAfter") } } : {}),
    content: {
      ...(code === undefined
        ? {}
        : { "application/problem+json": { schema: reference("schemas", "Problem"), example } }),
      ...(fromGateway.has(status) ? { "application/json": { schema: reference("schemas", "GatewayMessage") } } : {}),
    },
  };
}

/** The closed lists of codes with their texts, for readers and for the `/docs` page. */
export const codeLists: Json = {
  "x-problem-codes": Object.fromEntries(
    codes.map((code) => [code, { status: problems[code].status, en: problems[code].en, vi: problems[code].vi }]),
  ),
  "x-fault-codes": fieldErrorMessages,
};
