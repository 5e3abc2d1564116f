import { bodyFor } from "./bodies.ts";
import type { Document, Operation } from "./document.ts";
import { createGenerate } from "./generate.ts";
import { headersFor, strayHeaders } from "./headers.ts";
import { oddRequest } from "./odd.ts";
import type { Picture } from "./pictures.ts";
import { chooseBinding, type Pool } from "./pool.ts";
import { queryFor } from "./query.ts";
import type { Random } from "./random.ts";
import { createRefer } from "./refer.ts";
import type { Actor, Sent } from "./sent.ts";
import type { Statistics } from "./statistics.ts";
import { fill, type Templates } from "./templates.ts";
import { token } from "./text.ts";

export type Planning = {
  document: Document;
  templates: Templates;
  pool: Pool;
  cast: readonly Actor[];
  pictures: readonly Picture[];
  statistics: Statistics;
  random: Random;
};

/** Chooses the next request. The same seed and the same answers before give the same one. */
export const plan = (planning: Planning): Sent => {
  const { document, pool, random, cast, statistics } = planning;
  const actor = random.chance(0.65) ? 0 : random.below(cast.length);
  if (random.chance(0.03)) {
    const odd = oddRequest(document.operations, random);
    return { ...odd, headers: { ...tokenOf(cast[actor]), ...odd.headers }, actor, binding: {}, references: [] };
  }
  if (pool.keys.length > 0 && random.chance(0.03)) return again(planning);
  const isReady = ({ parameters }: Operation) =>
    parameters.every((one) => one.in !== "path" || one.schema.pattern || pool.values(one.name).length > 0);
  return callOf(statistics.choose(document.operations, isReady, random), actor, planning);
};

const tokenOf = (actor: Actor | undefined) => ({ authorization: `Bearer ${actor?.token}` });

const madeUpIds = [
  "nobody",
  "0",
  "null",
  "undefined",
  "..",
  "*",
  "01HM5GZHW00C452XZP",
  "ữ",
  "a b",
  "x".repeat(300),
  "a#b",
];

const callOf = (operation: Operation, actor: number, planning: Planning, fixedPath?: Sent): Sent => {
  const { document, templates, pool, cast, pictures, random } = planning;
  const makeUp = (name: string) => {
    const found = operation.parameters.find((one) => one.name === name);
    return found?.schema.pattern === undefined || random.chance(0.1) ? random.pick(madeUpIds) : token(random);
  };
  const binding = fixedPath?.binding ?? chooseBinding(pool, templates, operation.path, random, makeUp);
  const path = fill(operation.path, binding);
  const { refer, references } = createRefer(pool, templates, operation.path, binding, random);
  const generate = createGenerate(document, random, refer);
  const query = queryFor(operation, path, { document, pool, random, generate });
  const written = bodyFor(operation, { random, generate, refer, pictures, pool, resolve: document.resolve });
  const headers = {
    ...(random.chance(0.04) ? strayHeaders(random) : {}),
    ...authorizationFor(operation, actor, cast, random),
    ...headersFor(operation, path, pool, random),
    ...(written?.type === undefined ? {} : { "content-type": written.type }),
  };
  return {
    method: operation.method,
    url: path + query,
    path,
    headers,
    ...(written ? { body: written.bytes, bodyName: written.name, value: written.value } : {}),
    actor,
    operation,
    binding,
    references,
    ...(isTooLong(path + query, headers) ? { isBroken: true } : {}),
  };
};

/** Gateways read request line and headers up to 10 KB or so; what is near that may be refused by any of them. */
const isTooLong = (url: string, headers: object) => url.length + JSON.stringify(headers).length > 7_500;

const authorizationFor = (
  operation: Operation,
  index: number,
  cast: readonly Actor[],
  random: Random,
): Record<string, string> => {
  const actor = cast[index];
  if (operation.takesSecret) {
    const secret = random.chance(0.9) ? actor?.clientSecret : "wrong";
    return random.chance(0.8) ? { authorization: basic(String(actor?.clientId), String(secret)) } : {};
  }
  if (!operation.needsToken) return {};
  if (random.chance(0.98)) return tokenOf(actor);
  return random.pick([{}, { authorization: "Bearer x.y.z" }, { authorization: "Basic YTpi" }, { authorization: "" }]);
};

export const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;

/** A POST of before with its key: the same body, or another. */
const again = (planning: Planning): Sent => {
  const { pool, random } = planning;
  const before = random.pickNewer(pool.keys);
  if (!before.operation || random.chance(0.7)) return before;
  const another = callOf(before.operation, before.actor, planning, before);
  const key = before.headers["idempotency-key"];
  return { ...another, headers: { ...another.headers, ...(key === undefined ? {} : { "idempotency-key": key }) } };
};
