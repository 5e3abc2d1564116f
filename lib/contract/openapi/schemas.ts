import * as z from "zod/mini";
import type { routeList } from "../routes.ts";
import { isJson, type Json, reference } from "./json.ts";
import { answerNames, inputNames, patchName } from "./names.ts";

type NamedRoute = (typeof routeList)[number];

/** The schemas of the routes as components, and where an operation finds its own. */
export type Schemas = {
  components: Json;
  bodyOf(route: NamedRoute): Json;
  answerOf(route: NamedRoute): Json;
};

/** JSON Schema (2020-12) out of the very schemas that validate: bodies as callers send them, answers as they come out. */
export const schemasOf = (list: readonly NamedRoute[]): Schemas => {
  const inputs = inputNames(list);
  const answers = answerNames(list);
  const components: Json = { ...converted(answers, "output"), ...converted(inputs, "input") };
  for (const { operation, body, bodyType } of list) {
    if (body && bodyType === "merge-patch")
      components[patchName(operation)] = mergePatchOf(components[inputs.get(body) ?? ""]);
  }
  return {
    components,
    bodyOf: ({ operation, body, bodyType }) =>
      named(body && bodyType === "merge-patch" ? patchName(operation) : body && inputs.get(body)),
    answerOf: ({ response }) => named(response && answers.get(response)),
  };
};

const named = (name: string | undefined): Json =>
  name === undefined ? { type: "object" } : reference("schemas", name);

const converted = (names: ReadonlyMap<z.ZodMiniType, string>, io: "input" | "output"): Json => {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of names) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io,
    uri: (id) => reference("schemas", id).$ref,
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      // Records may gain fields: who reads an answer must not refuse what it does not know.
      if (io === "output" && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]),
  );
};

/** Of a record's input, its merge patch (RFC 7396): any part of it, and `null` for what is to be cleared. */
const mergePatchOf = (input: unknown): Json => {
  if (!isJson(input) || !isJson(input.properties)) return { type: "object" };
  const { required, properties, ...rest } = input;
  const kept = new Set(Array.isArray(required) ? required : []);
  return {
    ...rest,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, kept.has(name) ? schema : orNull(schema)]),
    ),
  };
};

const orNull = (schema: unknown) => ({ anyOf: [schema, { type: "null" }] });
