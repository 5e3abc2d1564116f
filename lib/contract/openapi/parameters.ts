import * as z from "zod/mini";
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

const etags = "The ETag as it was read, a list of them, or `*`.";

/** Headers that operations share. */
export const headerParameters = {
  IfMatch: header("If-Match", `${etags} Needed: 428 without it, 412 when the record has changed.`, text(), true),
  IfMatchOptional: header("If-Match", `${etags} Optional: 412 when the record has changed or is not there.`, text()),
  IfNoneMatch: header("If-None-Match", `${etags} 304 when the record is still the same.`, text()),
  IdempotencyKey: header(
    "Idempotency-Key",
    "The same key and body happens once, whatever was retried or cut off, and gives the first answer again for 24 hours. Another body gives 422, one still under way may give 409.",
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
    ...(route.method === "POST" ? (["IdempotencyKey"] as const) : []),
    "AcceptLanguage",
  ];
};

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    description: pathDescriptions[name] ?? "The id of the record.",
    schema:
      name === "source" || name === "externalId" ? { type: "string", pattern: "^[A-Za-z0-9._~-]{1,128}$" } : text(),
  }));

const pathDescriptions: Record<string, string> = {
  source: "The system that gave the external id.",
  externalId: "What that system calls the record.",
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

/** What a parameter means where it can be said (a number, a list), else what its text may be. */
const querySchema = (schema: z.ZodMiniType): Json => {
  const meaning = convert(schema, "output");
  return meaning.type === undefined && !meaning.anyOf && !meaning.enum ? convert(schema, "input") : meaning;
};

const convert = (schema: z.ZodMiniType, io: "input" | "output"): Json => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return isJson(json) ? json : {};
};

const queryDescriptions: Record<string, string> = {
  limit: "How many items a page holds at most; 50 unless said.",
  cursor: "Where the page starts: `nextCursor` of the one before, with the same other parameters.",
  externalId: "`source:id`: the one record that another system calls so.",
  organisationId: "The organisation whose subtree is listed; the client's own unless said.",
  asOf: "The day of the answer, `YYYY-MM-DD`; today in Vietnam unless said.",
  after:
    "`nextCursor` of an earlier page, of any age: what has happened since. The first change without it. 400 `invalid-cursor` where " +
    "the service was restored to an earlier moment: read anew from the first change.",
  from: "First day.",
  to: "Last day, included.",
  q: "Every word begins a word of the name; an unmarked letter matches any marks, a marked one only itself.",
};
