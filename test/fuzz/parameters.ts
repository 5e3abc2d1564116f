import type { Random } from "../support/random.ts";
import type { Document, Operation, Parameter } from "./document.ts";
import type { Generate } from "./generate.ts";
import { hostileValue } from "./hostile.ts";
import type { Pool } from "./pool.ts";
import { token } from "./text.ts";

type Using = { document: Document; pool: Pool; random: Random; generate: Generate };

/** Parameters that continue after a page. */
const cursorNames = ["cursor", "after"];

/** The query of a call: documented parameters with valid values, sometimes with an invalid, duplicate or unknown one. */
export const queryFor = (operation: Operation, path: string, using: Using): string => {
  const { random, pool } = using;
  const cursors = pool.cursors.filter((one) => one.path.split("?")[0] === path);
  const name = operation.parameters.find((one) => cursorNames.includes(one.name))?.name;
  if (name && cursors.length > 0 && random.chance(0.25)) return nextPage(random.oneOfNewest(cursors), name, random);
  const share = random.one([0, 0, 0.15, 0.4]);
  const pairs = operation.parameters
    .filter((one) => one.in === "query" && (one.required || random.chance(share)))
    .map((one) => `${one.name}=${encodeURIComponent(parameterValue(one, using))}`);
  if (random.chance(0.03)) pairs.push(wrongPair(pairs, random));
  return pairs.length > 0 ? `?${pairs.join("&")}` : "";
};

const parameterValue = ({ name, schema }: Parameter, { document, pool, random, generate }: Using): string => {
  if (random.chance(0.04)) return String(hostileValue(random)).slice(0, 300).toWellFormed();
  if (cursorNames.includes(name) && pool.cursors.length > 0) return random.oneOfNewest(pool.cursors).cursor;
  const seen = pool.values(name);
  if (seen.length > 0 && random.chance(0.7)) return random.oneOfNewest(seen);
  const value = generate(document.resolve(schema), `?/${name}`);
  return String(Array.isArray(value) ? value.join(",") : value).toWellFormed();
};

/** The next page of a list, with the cursor unchanged, truncated, altered or combined with another query. */
const nextPage = ({ path, cursor }: { path: string; cursor: string }, name: string, random: Random): string => {
  const before = new URLSearchParams(path.split("?")[1] ?? "");
  before.set(name, random.chance(0.7) ? cursor : altered(cursor, random));
  if (random.chance(0.1)) before.set("limit", "7");
  return `?${before}`;
};

const altered = (cursor: string, random: Random): string => {
  const at = random.below(cursor.length);
  return random.one([
    cursor.slice(0, at),
    `${cursor.slice(0, at)}${cursor[at] === "A" ? "B" : "A"}${cursor.slice(at + 1)}`,
    `${cursor}A`,
    cursor.toLowerCase(),
    "e30",
    "ữ",
  ]);
};

const wrongPair = (pairs: readonly string[], random: Random): string =>
  random.one([...pairs, "colour=red", "=", "limit=0", "limit=1&limit=2", "__proto__=1", "q", "cursor=", "%E1%BB"]);

const languages = ["vi", "en", "vi-VN,en;q=0.5", "*", "fr", ";;q=x", "vi;q=0", "en;q=0.1,vi;q=1.000", ""];
const wrongTags = ["abc", '"', 'W/"1"', '"1","2"', '"999999999999999999"', "*, *", ""];
const wrongKeys = ["", '""', "x".repeat(256), '"a"b"', "a b", '"unclosed', "key\twith\ttabs", "*"];

/** The documented headers of an operation, mostly valid. */
export const headersFor = (operation: Operation, path: string, pool: Pool, random: Random): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const parameter of operation.parameters.filter((one) => one.in === "header")) {
    const value = headerValue(parameter, path, pool, random);
    if (value !== undefined) headers[parameter.name.toLowerCase()] = value;
  }
  return headers;
};

const headerValue = ({ name, required }: Parameter, path: string, pool: Pool, random: Random): string | undefined => {
  if (random.chance(required ? 0.03 : 0.6)) return undefined;
  // An optional If-Match fails for a record that does not exist yet.
  const isHopeless = !required && name === "If-Match" && pool.etagOf(path) === undefined;
  if (isHopeless && random.chance(0.8)) return undefined;
  switch (name.toLowerCase()) {
    case "if-match":
    case "if-none-match":
      return tagFor(path, pool, random);
    case "idempotency-key":
      return random.chance(0.06) ? random.one(wrongKeys) : keyFor(random);
    default:
      return random.one(languages);
  }
};

/** Long enough to be unique. */
const keyFor = (random: Random) => (random.chance(0.5) ? `"${token(random, 20)}"` : token(random, 20));

const tagFor = (path: string, pool: Pool, random: Random): string => {
  const known = pool.etagOf(path);
  if (known !== undefined && random.chance(0.7)) return known;
  return random.chance(0.75) ? "*" : random.one(wrongTags);
};

const badTypes = [
  "text/plain",
  "application/xml",
  "application/json;charset=latin1",
  "",
  "multipart/form-data",
  "json",
];

/** The media type of a body in one of its spellings. */
export const typeFor = (type: string, random: Random): string | undefined => {
  if (random.chance(0.01)) return undefined;
  if (random.chance(0.02)) return random.one(badTypes);
  return random.one([type, type, `${type}; charset=utf-8`, type.toUpperCase()]);
};

/** Undocumented headers. */
export const strayHeaders = (random: Random): Record<string, string> =>
  random.one<Record<string, string>>([
    { "x-forwarded-for": "127.0.0.1" },
    { "x-http-method-override": "DELETE" },
    { accept: "text/csv" },
    { "accept-encoding": "br;q=1.0, gzip;q=0.8, *;q=0.1" },
    { cookie: "a=b; ;;=" },
    { range: "bytes=0-1" },
    { "if-match": "*", "if-none-match": "*" },
    { "content-encoding": "gzip" },
    { "user-agent": "" },
  ]);
