import * as z from "zod/mini";
import type { routeList } from "../routes.ts";
import { isJson, type Json, reference } from "./json.ts";
import { inputNames, patchName, responseNames } from "./names.ts";

type NamedRoute = (typeof routeList)[number];

/** The schemas of the routes as components, and references to those of one operation. */
export type Schemas = {
  components: Json;
  bodyOf(route: NamedRoute): Json;
  responseOf(route: NamedRoute): Json;
};

/** JSON Schema (2020-12) of the schemas that validate: inputs as callers send them, responses as they are sent. */
export const schemasOf = (list: readonly NamedRoute[]): Schemas => {
  const inputs = inputNames(list);
  const responses = responseNames(list);
  const components: Json = { ...converted(responses, "output"), ...converted(inputs, "input") };
  for (const { operation, body, bodyType } of list) {
    if (body && bodyType === "merge-patch")
      components[patchName(operation)] = mergePatchOf(components[inputs.get(body) ?? ""]);
  }
  return {
    components,
    bodyOf: ({ operation, body, bodyType }) =>
      named(body && bodyType === "merge-patch" ? patchName(operation) : body && inputs.get(body)),
    responseOf: ({ response }) => named(response && responses.get(response)),
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
      // Responses may gain fields: clients must accept unknown ones.
      if (io === "output" && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]),
  );
};

/** The merge patch (RFC 7396) of an input: any of its fields, `null` to clear an optional one. */
const mergePatchOf = (input: unknown): Json => {
  if (!isJson(input) || !isJson(input.properties)) return { type: "object" };
  const { required, properties, ...rest } = input;
  const requiredNames = new Set(Array.isArray(required) ? required : []);
  return {
    ...rest,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, requiredNames.has(name) ? schema : orNull(schema)]),
    ),
  };
};

const orNull = (schema: unknown) => ({ anyOf: [schema, { type: "null" }] });
