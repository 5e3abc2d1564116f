import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isJson, type Json } from "../../lib/contract/openapi/json.ts";
import { type Document, type Operation, readDocument } from "../fuzz/document.ts";

/** Part of every canary and of nothing else; allowed in names, external ids and paths. */
const marker = "qz9canary7vx";

/** Texts that may appear in records only. */
export const createCanaries = () => {
  let count = 0;
  const others: string[] = [];
  return {
    mint: () => `${marker}${++count}`,
    /** Also looks for a text of the service: a secret, a token. */
    take: (text: unknown) => {
      if (typeof text !== "string" || text.length < 16) throw new Error("The text is too short to be searched for");
      others.push(text);
    },
    /** The lines that contain a canary, in plain text or in Base64. */
    linesWithCanary: (text: string): string[] => {
      const patterns = [marker, ...inBase64(marker), ...others];
      return text.split("\n").filter((line) => patterns.some((one) => line.toLowerCase().includes(one.toLowerCase())));
    },
  };
};

/** The Base64 forms of a text for each of the three possible offsets, without the characters shared with neighbours. */
const inBase64 = (text: string): string[] =>
  [0, 1, 2].map((before) =>
    Buffer.from(`${"x".repeat(before)}${text}`)
      .toString("base64")
      .slice(before === 0 ? 0 : 4, -4),
  );

/** Whether a field of a body is free text. */
const isText = ({ type, description, ...schema }: Json) =>
  type === "string" && !("enum" in schema) && !("format" in schema) && !/id of a record/.test(String(description));

/** The paths of all free texts in the bodies of an operation, without list indexes. */
export const textPlaces = (document: Document, operation: Operation): string[] => {
  const walk = (value: unknown, place: string): string[] => {
    const schema = document.resolve(value);
    const choices = [schema.anyOf, schema.oneOf].filter(Array.isArray).flat();
    const fields = Object.entries(isJson(schema.properties) ? schema.properties : {});
    return [
      ...(isText(schema) ? [place] : []),
      ...choices.flatMap((one) => walk(one, place)),
      ...fields.flatMap(([name, one]) => walk(one, `${place}/${name}`)),
      ...[schema.items, schema.additionalProperties].filter(isJson).flatMap((one) => walk(one, place)),
    ];
  };
  return [...new Set(operation.bodies.flatMap(({ schema }) => walk(schema, operation.id)))];
};

/** The paths of all canaries in a body, without list indexes. */
export const canaryPlaces = (value: unknown, place: string): string[] => {
  if (typeof value === "string") return value.includes(marker) ? [place] : [];
  if (Array.isArray(value)) return value.flatMap((one) => canaryPlaces(one, place));
  if (!isJson(value)) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    canaryPlaces(one, name.includes(marker) ? place : `${place}/${name}`),
  );
};

/** How to mark a body: its texts by their paths, and whether a citation is sent as its parts instead of a text. */
type Marking = { mint: () => string; texts: ReadonlySet<string>; citationsAsParts: boolean };

/** A body with a canary in place of every text. */
export const withCanaries = (value: unknown, place: string, marking: Marking): unknown => {
  const { mint, texts, citationsAsParts } = marking;
  if (Array.isArray(value)) return value.map((one) => withCanaries(one, place, marking));
  if (typeof value === "string" && texts.has(place)) {
    const parts = [...texts].filter((one) => one.startsWith(`${place}/`)).map((one) => one.slice(place.length + 1));
    return parts.length > 0 && citationsAsParts ? Object.fromEntries(parts.map((part) => [part, mint()])) : mint();
  }
  if (!isJson(value)) return value;
  // A map from text to text: external ids.
  if (texts.has(place)) return Object.fromEntries(Object.keys(value).map(() => [mint(), mint()]));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, withCanaries(one, `${place}/${name}`, marking)]),
  );
};

export const documentAt = async (url: string): Promise<Document> =>
  readDocument((await (await fetch(`${url}/openapi.json`)).json()) as Json);

/** The logs in a state folder and the paths of all its files. */
export const readLogsAndPaths = (state: string): string => {
  const paths = readdirSync(state, { recursive: true, encoding: "utf8" });
  const logs = paths.filter((path) => path.startsWith("logs/") && statSync(join(state, path)).isFile());
  return [...paths, ...logs.map((path) => readFileSync(join(state, path), "utf8"))].join("\n");
};
