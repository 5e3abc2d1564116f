import type { Document, Operation, Parameter } from "./document.ts";
import type { Generate } from "./generate.ts";
import { hostileValue } from "./hostile.ts";
import type { Pool } from "./pool.ts";
import type { Random } from "./random.ts";

type Using = { document: Document; pool: Pool; random: Random; generate: Generate };

/** Parameters that go on where a page ended. */
const cursorNames = ["cursor", "after"];

/** The query of a call: parameters of the document with good values, sometimes with one that is wrong, twice or unknown. */
export const queryFor = (operation: Operation, path: string, using: Using): string => {
  const { random, pool } = using;
  const cursors = pool.cursors.filter((one) => one.path.split("?")[0] === path);
  const name = operation.parameters.find((one) => cursorNames.includes(one.name))?.name;
  if (name && cursors.length > 0 && random.chance(0.25)) return onwards(random.pickNewer(cursors), name, random);
  const share = random.pick([0, 0, 0.15, 0.4]);
  const pairs = operation.parameters
    .filter((one) => one.in === "query" && (one.required || random.chance(share)))
    .map((one) => `${one.name}=${encodeURIComponent(parameterValue(one, using))}`);
  if (random.chance(0.03)) pairs.push(wrongPair(pairs, random));
  return pairs.length > 0 ? `?${pairs.join("&")}` : "";
};

const parameterValue = ({ name, schema }: Parameter, { document, pool, random, generate }: Using): string => {
  if (random.chance(0.04)) return String(hostileValue(random)).slice(0, 300).toWellFormed();
  if (cursorNames.includes(name) && pool.cursors.length > 0) return random.pickNewer(pool.cursors).cursor;
  const seen = pool.values(name);
  if (seen.length > 0 && random.chance(0.7)) return random.pickNewer(seen);
  const value = generate(document.resolve(schema), `?/${name}`);
  return String(Array.isArray(value) ? value.join(",") : value).toWellFormed();
};

/** The next page of a list, with the cursor as it came, cut, changed or with another query. */
const onwards = ({ path, cursor }: { path: string; cursor: string }, name: string, random: Random): string => {
  const before = new URLSearchParams(path.split("?")[1] ?? "");
  before.set(name, random.chance(0.7) ? cursor : spoilt(cursor, random));
  if (random.chance(0.1)) before.set("limit", "7");
  return `?${before}`;
};

const spoilt = (cursor: string, random: Random): string => {
  const at = random.below(cursor.length);
  return random.pick([
    cursor.slice(0, at),
    `${cursor.slice(0, at)}${cursor[at] === "A" ? "B" : "A"}${cursor.slice(at + 1)}`,
    `${cursor}A`,
    cursor.toLowerCase(),
    "e30",
    "ữ",
  ]);
};

const wrongPair = (pairs: readonly string[], random: Random): string =>
  random.pick([...pairs, "colour=red", "=", "limit=0", "limit=1&limit=2", "__proto__=1", "q", "cursor=", "%E1%BB"]);
