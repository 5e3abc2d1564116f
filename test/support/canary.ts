import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isJson, type Json } from "../../lib/contract/openapi/json.ts";
import { type Document, type Operation, readDocument } from "../fuzz/document.ts";

/** What every canary has within it, and nothing else does: it may stand in a name, an external id or a path. */
const song = "qz9canary7vx";

/** Texts that must turn up nowhere but in the record. */
export const createCanaries = () => {
  let made = 0;
  const others: string[] = [];
  return {
    /** A new one. */
    mint: () => `${song}${++made}`,
    /** Takes a text for one that was not made here: a secret, a token. */
    take: (text: unknown) => {
      if (typeof text !== "string" || text.length < 16) throw new Error("There is nothing to look for");
      others.push(text);
    },
    /** The lines that hold any of them, as it is or in Base64. */
    heardIn: (text: string): string[] => {
      const sought = [song, ...inBase64(song), ...others];
      return text.split("\n").filter((line) => sought.some((one) => line.toLowerCase().includes(one.toLowerCase())));
    },
  };
};

/** The same bytes in Base64 at each of the three places they may begin, without the letters that neighbours share. */
const inBase64 = (text: string): string[] =>
  [0, 1, 2].map((before) =>
    Buffer.from(`${"x".repeat(before)}${text}`)
      .toString("base64")
      .slice(before === 0 ? 0 : 4, -4),
  );

/** Whether a place of a body is free text: what a caller may write anything into. */
const isText = ({ type, description, ...schema }: Json) =>
  type === "string" && !("enum" in schema) && !("format" in schema) && !/id of a record/.test(String(description));

/** Every place for free text in the bodies of an operation, lists without their index. */
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

/** Where a body holds canaries, in the same terms. */
export const sungPlaces = (value: unknown, place: string): string[] => {
  if (typeof value === "string") return value.includes(song) ? [place] : [];
  if (Array.isArray(value)) return value.flatMap((one) => sungPlaces(one, place));
  if (!isJson(value)) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    sungPlaces(one, name.includes(song) ? place : `${place}/${name}`),
  );
};

export const documentAt = async (url: string): Promise<Document> =>
  readDocument((await (await fetch(`${url}/openapi.json`)).json()) as Json);

/** Everything of a state folder that is told or named: its logs, and the paths of all files. */
export const toldIn = (state: string): string => {
  const paths = readdirSync(state, { recursive: true, encoding: "utf8" });
  const logs = paths.filter((path) => path.startsWith("logs/") && statSync(join(state, path)).isFile());
  return [...paths, ...logs.map((path) => readFileSync(join(state, path), "utf8"))].join("\n");
};
