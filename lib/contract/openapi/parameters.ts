import * as z from "zod/mini";
import { externalIdSchema } from "../../shared/schema.ts";
import type { routeList } from "../routes.ts";
import { isJson, type Json, reference } from "./json.ts";
import { shapeOf } from "./names.ts";

type NamedRoute = (typeof routeList)[number];

const header = (name: string, description: string, schema: Json, required = false) => ({
  name,
  in: "header",
  required,
  description,
  schema,
});

const etags = "An ETag of the record, a list of ETags, or `*`.";

/** Headers that operations share. */
export const headerParameters = {
  IfMatch: header("If-Match", `${etags} Required: 428 without it, 412 if the record has changed.`, text(), true),
  IfMatchOptional: header(
    "If-Match",
    `${etags} Optional: 412 if the record, or of a part the record that it belongs to, has changed or does not exist.`,
    text(),
  ),
  IfNoneMatchCreate: header(
    "If-None-Match",
    "`*` only creates the record: 412 if it exists. With ETags, 412 if it has one of them.",
    text(),
  ),
  IfNoneMatch: header("If-None-Match", `${etags} 304 if the record has not changed.`, text()),
  IdempotencyKey: header(
    "Idempotency-Key",
    "Requests with the same key and body are processed once; retries return the first response for 24 hours. The same key with another body returns 422; a retry while the first request is in progress may return 409.",
    { type: "string", minLength: 1, maxLength: 257, examples: ['"8e03978e-40d5-43dd-bc93-6894a57f9324"'] },
  ),
  AcceptLanguage: header("Accept-Language", "The language of error texts: `en` (default) or `vi`.", text()),
} as const;

function text(): Json {
  return { type: "string" };
}

/** The parameters of an operation: path, query, headers. */
export const parametersOf = (route: NamedRoute): Json[] => [
  ...pathParameters(route.path),
  ...queryParameters(route.query),
  ...headersOf(route).map((name) => reference("parameters", name)),
];

const headersOf = (route: NamedRoute): (keyof typeof headerParameters)[] => {
  if (route.scope === "open") return [];
  return [
    ...(route.method === "GET" && route.etag ? (["IfNoneMatch"] as const) : []),
    ...(route.ifMatch === "required" ? (["IfMatch"] as const) : []),
    ...(route.ifMatch === "optional" ? (["IfMatchOptional"] as const) : []),
    ...(route.method === "PUT" ? (["IfNoneMatchCreate"] as const) : []),
    ...(route.method === "POST" ? (["IdempotencyKey"] as const) : []),
    "AcceptLanguage",
  ];
};

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    description: pathDescriptions[name] ?? "Id of the record.",
    schema: name === "source" || name === "externalId" ? { type: "string", ...externalIdSchema } : text(),
  }));

const pathDescriptions: Record<string, string> = {
  source: "The system that assigned the external id.",
  externalId: "Id of the record in that system.",
};

const queryParameters = (query: z.ZodMiniType | undefined): Json[] =>
  Object.entries(shapeOf(query) ?? {}).map(([name, schema]) => {
    const { description, ...rest } = querySchema(schema);
    return {
      name,
      in: "query",
      required: !schema.safeParse(undefined).success,
      description: description ?? queryDescriptions[name] ?? "",
      schema: rest,
      // Lists are written with commas: `include=agenda,votes`.
      ...(rest.type === "array" ? { style: "form", explode: false } : {}),
    };
  });

/** The schema of the parsed value where it has a type (a number, a list), otherwise the schema of its text. */
const querySchema = (schema: z.ZodMiniType): Json => {
  const meaning = convert(schema, "output");
  return meaning.type === undefined && !meaning.anyOf && !meaning.enum ? convert(schema, "input") : meaning;
};

const convert = (schema: z.ZodMiniType, io: "input" | "output"): Json => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return isJson(json) ? json : {};
};

const queryDescriptions: Record<string, string> = {
  limit: "Maximum number of items on a page; the default is 50.",
  cursor: "`nextCursor` of the previous page, with the other parameters unchanged.",
  externalId: "`source:id`: only the record with this external id.",
  organisationId:
    "The organisation whose subtree is listed, of a superior committee its own records only; by default the client's own. " +
    "Without it, clients of the root get what belongs to the root itself: no members, meetings or awards.",
  asOf: "The day the response describes, `YYYY-MM-DD`; by default today in Vietnam.",
  after:
    "`nextCursor` of an earlier page: changes after it. Without it, the feed starts with the first change. Cursors never expire; " +
    "400 `invalid-cursor` if the service was restored to an earlier moment: read the feed again from the start.",
  from: "First day.",
  to: "Last day, inclusive.",
  q: "Each word matches the beginning of a word of the name; a letter without diacritics matches any, one with diacritics only itself.",
};
