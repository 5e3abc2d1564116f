import { isJson, type Json } from "../../lib/contract/openapi/json.ts";
import type { Document } from "./document.ts";
import type { Random } from "./random.ts";
import { day, instant, matching, sentence, textOfLength } from "./text.ts";

/** Gives a reference for a field: an id that some answer has shown. */
export type Refer = (name: string, place: string) => string;

export type Generate = (schema: unknown, place?: string) => unknown;

/** What a caller who wants to get far says, though any other value is right too: pages show nothing but what is public. */
const favoured: Readonly<Record<string, unknown>> = { visibility: "public" };

/** Longer texts are rare: a run must not spend its time on them. */
const usualLength = 200;

/** Values that a schema takes, sometimes at its limits. `place` says where the value stands, lists without their index. */
export const createGenerate = (document: Document, random: Random, refer: Refer): Generate => {
  const generate: Generate = (schema, place = "") => {
    const { resolve } = document;
    const one = resolve(schema);
    if ("const" in one) return one.const;
    if (Array.isArray(one.enum)) return enumOf(one.enum, nameAt(place), random);
    const choices = [one.anyOf, one.oneOf].find(Array.isArray);
    if (choices) return generate(random.pick(choices), place);
    if (Array.isArray(one.examples) && random.chance(0.2)) return random.pick(one.examples);
    return byType(one, place);
  };

  const byType = (schema: Json, place: string): unknown => {
    switch (Array.isArray(schema.type) ? random.pick(schema.type) : schema.type) {
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
    const share = random.pick([0, 0.2, 0.2, 0.5, 0.9]);
    const properties = Object.entries(isJson(schema.properties) ? schema.properties : {})
      .filter(([name]) => required.has(name) || random.chance(name in favoured ? 0.6 : share))
      .map(([name, inner]) => [name, generate(inner, `${place}/${name}`)]);
    return { ...Object.fromEntries(properties), ...moreOf(schema, place) };
  };

  /** Names that the schema leaves open: `{source: id}`. */
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
      : Math.min(most, least + random.pick(least > 0 ? [0, 0, 0, 1, 3] : [0, 1, 2, 3]));
    const items = Array.from({ length }, () => generate(schema.items, place));
    return schema.uniqueItems ? [...new Set(items)] : items;
  };

  return generate;
};

const enumOf = (values: readonly unknown[], name: string, random: Random): unknown => {
  const favourite = favoured[name];
  return values.includes(favourite) && random.chance(0.6) ? favourite : random.pick(values);
};

const nameAt = (place: string) => place.slice(place.lastIndexOf("/") + 1);

/** The document says of a field that it names a record; parameters only do so by their name. */
const isReference = ({ description, pattern }: Json, place: string) =>
  pattern === undefined && (/\bid of a record\b/.test(String(description)) || /[a-z]Id$/.test(nameAt(place)));

const stringOf = (schema: Json, random: Random): string => {
  const { format, pattern } = schema;
  const least = Number(schema.minLength ?? 0);
  const most = Number(schema.maxLength ?? usualLength);
  if (format === "date") return day(random);
  if (format === "date-time") return instant(random);
  if (format === "uri") return matching(random, /^https:/);
  if (random.chance(most > usualLength * 5 ? 0.01 : 0.03)) return textOfLength(random.pick([most, Math.max(least, 1)]));
  const text = typeof pattern === "string" ? matching(random, new RegExp(pattern, "u")) : sentence(random);
  return text.slice(0, most).padEnd(least, "x");
};

const numberOf = (schema: Json, random: Random): number => {
  const least = Number(schema.minimum ?? 0);
  const most = Number(schema.maximum ?? 1_000_000);
  if (random.chance(0.05)) return random.pick([least, most]);
  // A wide range that holds the years of today is likely one of years.
  if (least >= 1 && least < 2015 && most === 9999 && random.chance(0.7)) return 2015 + random.below(9);
  return Math.min(most, least + random.below(random.pick([4, 12, 60])));
};
