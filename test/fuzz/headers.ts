import type { Operation, Parameter } from "./document.ts";
import type { Pool } from "./pool.ts";
import type { Random } from "./random.ts";
import { token } from "./text.ts";

const languages = ["vi", "en", "vi-VN,en;q=0.5", "*", "fr", ";;q=x", "vi;q=0", "en;q=0.1,vi;q=1.000", ""];
const wrongTags = ["abc", '"', 'W/"1"', '"1","2"', '"999999999999999999"', "*, *", ""];
const wrongKeys = ["", '""', "x".repeat(256), '"a"b"', "a b", '"unclosed', "key\twith\ttabs", "*"];

/** Headers that an operation's document names, mostly as they should be. */
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
  // Where it may be left away, it mostly says of something new that it is there.
  const isHopeless = !required && name === "If-Match" && pool.etagOf(path) === undefined;
  if (isHopeless && random.chance(0.8)) return undefined;
  switch (name.toLowerCase()) {
    case "if-match":
      return tagFor(path, pool, random);
    case "if-none-match":
      return tagFor(path, pool, random);
    case "idempotency-key":
      return random.chance(0.06) ? random.pick(wrongKeys) : keyFor(random);
    default:
      return random.pick(languages);
  }
};

/** Long enough that no two are the same by chance. */
const keyFor = (random: Random) => (random.chance(0.5) ? `"${token(random, 20)}"` : token(random, 20));

const tagFor = (path: string, pool: Pool, random: Random): string => {
  const known = pool.etagOf(path);
  if (known !== undefined && random.chance(0.7)) return known;
  return random.chance(0.75) ? "*" : random.pick(wrongTags);
};

const wrongTypes = [
  "text/plain",
  "application/xml",
  "application/json;charset=latin1",
  "",
  "multipart/form-data",
  "json",
];

/** The media type of a body, and how it may be written. */
export const typeFor = (type: string, random: Random): string | undefined => {
  if (random.chance(0.01)) return undefined;
  if (random.chance(0.02)) return random.pick(wrongTypes);
  return random.pick([type, type, `${type}; charset=utf-8`, type.toUpperCase()]);
};

/** Headers that nobody asked for. */
export const strayHeaders = (random: Random): Record<string, string> =>
  random.pick<Record<string, string>>([
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
