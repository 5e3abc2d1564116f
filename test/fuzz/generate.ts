import { isJson, type Json } from "../../lib/contract/openapi/json.ts";
import type { Random } from "../support/random.ts";
import type { Document } from "./document.ts";
import type { Sent } from "./plan.ts";
import type { Pool } from "./pool.ts";
import { type Binding, namesIn, type Templates } from "./templates.ts";
import { day, instant, matching, sentence, textOfLength } from "./text.ts";

/** Returns an id of a response for a field that refers to a record. */
export type Refer = (name: string, place: string) => string;

export type Generate = (schema: unknown, place?: string) => unknown;

/**
 * Fields that are often present, with a preferred value: pages show public records only, and members need a cell, which
 * needs a parent.
 */
const favoured: Readonly<Record<string, unknown>> = { visibility: "public", kind: "cell", parentId: undefined };

/** Characters of most texts, to keep a run short. */
const usualLength = 200;

/** Generates valid values of a schema, sometimes at its limits. `place`: the path of the value, without indices of lists. */
export const createGenerate = (document: Document, random: Random, refer: Refer): Generate => {
  const generate: Generate = (schema, place = "") => {
    const { resolve } = document;
    const one = resolve(schema);
    if ("const" in one) return one.const;
    if (Array.isArray(one.enum)) return enumOf(one.enum, nameAt(place), random);
    const choices = [one.anyOf, one.oneOf].find(Array.isArray);
    if (choices) return generate(random.one(choices), place);
    if (Array.isArray(one.examples) && random.chance(0.2)) return random.one(one.examples);
    return byType(one, place);
  };

  const byType = (schema: Json, place: string): unknown => {
    switch (Array.isArray(schema.type) ? random.one(schema.type) : schema.type) {
      case "object":
        return objectOf(schema, place);
      case "array":
        return arrayOf(schema, place);
      case "string":
        return isReference(schema, place) ? refer(nameAt(place), place) : stringOf(schema, random);
      case "integer":
      case "number":
        return numberOf(schema, random);
      case "boolean":
        return random.chance(0.5);
      default:
        return null;
    }
  };

  const objectOf = (schema: Json, place: string): Json => {
    const required = new Set(Array.isArray(schema.required) ? schema.required : []);
    const share = random.one([0, 0.2, 0.2, 0.5, 0.9]);
    const properties = Object.entries(isJson(schema.properties) ? schema.properties : {})
      .filter(([name]) => required.has(name) || random.chance(name in favoured ? 0.6 : share))
      .map(([name, inner]) => [name, generate(inner, `${place}/${name}`)]);
    return { ...Object.fromEntries(properties), ...moreOf(schema, place) };
  };

  /** Additional properties: `{source: id}`. */
  const moreOf = (schema: Json, place: string): Json => {
    if (!isJson(schema.additionalProperties)) return {};
    const count = Math.min(random.below(4), Number(schema.maxProperties ?? 4));
    return Object.fromEntries(
      Array.from({ length: count }, () => [
        String(generate(schema.propertyNames ?? { type: "string" })),
        generate(schema.additionalProperties, place),
      ]),
    );
  };

  const arrayOf = (schema: Json, place: string): unknown[] => {
    const least = Number(schema.minItems ?? 0);
    const most = Number(schema.maxItems ?? least + 4);
    const length = random.chance(0.02)
      ? most
      : Math.min(most, least + random.one(least > 0 ? [0, 0, 0, 1, 3] : [0, 1, 2, 3]));
    const items = Array.from({ length }, () => generate(schema.items, place));
    return schema.uniqueItems ? [...new Set(items)] : items;
  };

  return generate;
};

const enumOf = (values: readonly unknown[], name: string, random: Random): unknown => {
  const favourite = favoured[name];
  return values.includes(favourite) && random.chance(0.6) ? favourite : random.one(values);
};

const nameAt = (place: string) => place.slice(place.lastIndexOf("/") + 1);

/** Recognises a reference by the description of a field, or by the name of a parameter. */
const isReference = ({ description, pattern }: Json, place: string) =>
  pattern === undefined && (/\bid of a record\b/.test(String(description)) || /[a-z]Id$/.test(nameAt(place)));

const stringOf = (schema: Json, random: Random): string => {
  const { format, pattern } = schema;
  const least = Number(schema.minLength ?? 0);
  const most = Number(schema.maxLength ?? usualLength);
  if (format === "date") return day(random);
  if (format === "date-time") return instant(random);
  if (format === "uri") return matching(random, /^https:/);
  if (random.chance(most > usualLength * 5 ? 0.01 : 0.03)) return textOfLength(random.one([most, Math.max(least, 1)]));
  const text = typeof pattern === "string" ? matching(random, new RegExp(pattern, "u")) : sentence(random);
  return text.slice(0, most).padEnd(least, "x");
};

const numberOf = (schema: Json, random: Random): number => {
  const least = Number(schema.minimum ?? 0);
  const most = Number(schema.maximum ?? 1_000_000);
  if (random.chance(0.05)) return random.one([least, most]);
  // A wide range that includes the present is likely one of years.
  if (least >= 1 && least < 2015 && most === 9999 && random.chance(0.7)) return 2015 + random.below(9);
  return Math.min(most, least + random.below(random.one([4, 12, 60])));
};

/**
 * Chooses ids for the fields of a body: accepted there before, of a parameter of that name, of the same kind, of the same
 * parent, or any id. `references` lists the chosen ones.
 */
export const createRefer = (pool: Pool, templates: Templates, path: string, binding: Binding, random: Random) => {
  const own = namesIn(templates.itemOf(path) ?? path).at(-1) ?? "";
  const references: Sent["references"][number][] = [];
  const choose: Refer = (name, place) => {
    const sources = [
      [0.45, () => pool.accepted(place)],
      [0.9, () => pool.values(parameterFor(name, templates.names))],
      [0.5, () => pool.values(own)],
      [0.5, () => siblings(pool, templates, binding)],
      [1, () => pool.values(random.one([...templates.names]))],
    ] as const;
    for (const [share, read] of sources) {
      if (!random.chance(share)) continue;
      const found = read();
      const untried = found.filter((value) => !pool.isRejected(place, value));
      if (untried.length > 0) return random.oneOfNewest(untried);
      if (found.length > 0 && random.chance(0.1)) return random.oneOfNewest(found);
    }
    return "nobody";
  };
  const refer: Refer = (name, place) => {
    const value = random.chance(0.02) ? "nobody" : choose(name, place);
    references.push({ place, value });
    return value;
  };
  return { refer, references };
};

/** The parameter whose name ends a field's: `organisationId` for `recipientOrganisationId`. */
const parameterFor = (field: string, names: ReadonlySet<string>): string =>
  [...names].find((name) => field.toLowerCase().endsWith(name.toLowerCase())) ?? field;

/** Ids of records with the same parent as the path. */
const siblings = (pool: Pool, templates: Templates, binding: Binding): string[] => {
  const shared = Object.entries(binding);
  if (shared.length === 0) return [];
  return templates.all
    .flatMap((template) => pool.records(template))
    .filter((one) => shared.every(([name, value]) => one[name] === value))
    .flatMap((one) => Object.entries(one).flatMap(([name, value]) => (name in binding ? [] : [value])));
};
