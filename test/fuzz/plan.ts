import type { Credentials } from "../demo/api.ts";
import type { Random } from "../support/random.ts";
import { basicAuthorization } from "../support/send.ts";
import { bodyFor } from "./bodies.ts";
import type { Document, Operation } from "./document.ts";
import { createGenerate, createRefer } from "./generate.ts";
import { headersFor, queryFor, strayHeaders } from "./parameters.ts";
import type { Picture } from "./pictures.ts";
import { chooseBinding, type Pool } from "./pool.ts";
import type { Statistics } from "./statistics.ts";
import { type Binding, fill, type Templates } from "./templates.ts";
import { token } from "./text.ts";

/** A client that sends requests. */
export type Actor = Credentials & { token: string };

/** A request and what it was made from. */
export type Sent = {
  method: string;
  /** Path and query. */
  url: string;
  /** Path without query. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: Buffer;
  /** Index of the caller in the cast. */
  actor: number;
  /** Undefined for an undocumented path or method. */
  operation?: Operation;
  binding: Binding;
  /** The name of the body's schema, and its value if it is valid. */
  bodyName?: string;
  value?: unknown;
  /** References in the body, with their places. */
  references: readonly { place: string; value: string }[];
  /** Malformed, so that HTTP or the gateway may reject it. */
  isBroken?: true;
};

const paths = ["/", "/v1", "/v2/members", "/v1/unknown", "/V1/MEMBERS", "/v1/members/a/b/c/d", "/.env", "/v1/members/"];
const brokenPaths = ["/v1/members/%", "/v1/members/%zz", "/v1/members/%C3%28", "/v1/members/%00", "//v1//members"];
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND"];

type Odd = Pick<Sent, "method" | "url" | "path" | "headers"> & { isBroken?: true };

/** An undocumented request: unknown path, other method, or malformed. */
export const oddRequest = (operations: readonly Operation[], random: Random): Odd => {
  const draw = random.next();
  if (draw < 0.3) return at(random.one(methods.slice(0, 5)), random.one(paths));
  if (draw < 0.5) return { ...at("GET", random.one(brokenPaths)), isBroken: true };
  if (draw < 0.55) return { ...at("GET", `/v1/members?q=${"x".repeat(11_000)}`), isBroken: true };
  if (draw < 0.6) return { ...at("GET", "/health"), headers: { "x-long": "x".repeat(11_000) }, isBroken: true };
  const { path } = random.one(operations.filter((one) => !one.path.includes("{")));
  const taken = new Set(operations.filter((one) => one.path === path).map(({ method }) => method));
  return at(random.one(methods.filter((method) => !taken.has(method))), path);
};

const at = (method: string, path: string): Odd => ({ method, url: path, path, headers: {} });

export type Planning = {
  document: Document;
  templates: Templates;
  pool: Pool;
  cast: readonly Actor[];
  pictures: readonly Picture[];
  statistics: Statistics;
  random: Random;
};

/** Chooses the next request, which depends on the seed and on earlier responses only. */
export const plan = (planning: Planning): Sent => {
  const { document, pool, random, cast, statistics } = planning;
  const actor = random.chance(0.65) ? 0 : random.below(cast.length);
  if (random.chance(0.03)) {
    const odd = oddRequest(document.operations, random);
    return { ...odd, headers: { ...tokenOf(cast[actor]), ...odd.headers }, actor, binding: {}, references: [] };
  }
  if (pool.keyed.length > 0 && random.chance(0.03)) return repeated(planning);
  const isReady = ({ parameters }: Operation) =>
    parameters.every((one) => one.in !== "path" || one.schema.pattern || pool.values(one.name).length > 0);
  return callOf(statistics.choose(document.operations, isReady, random), actor, planning);
};

const tokenOf = (actor: Actor | undefined) => ({ authorization: `Bearer ${actor?.token}` });

const madeUpIds = [..."nobody 0 null undefined .. * 01HM5GZHW00C452XZP ữ".split(" "), "a b", "x".repeat(300), "a#b"];

const callOf = (operation: Operation, actor: number, planning: Planning, fixedPath?: Sent): Sent => {
  const { document, templates, pool, cast, pictures, random } = planning;
  const makeUp = (name: string) => {
    const found = operation.parameters.find((one) => one.name === name);
    return found?.schema.pattern === undefined || random.chance(0.1) ? random.one(madeUpIds) : token(random);
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

/** Gateways limit request line and headers to about 10 KB. */
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
    return random.chance(0.8)
      ? { authorization: basicAuthorization({ clientId: String(actor?.clientId), clientSecret: String(secret) }) }
      : {};
  }
  if (!operation.needsToken) return {};
  if (random.chance(0.98)) return tokenOf(actor);
  return random.one([{}, { authorization: "Bearer x.y.z" }, { authorization: "Basic YTpi" }, { authorization: "" }]);
};

/** An earlier POST with its key: with the same body or another. */
const repeated = (planning: Planning): Sent => {
  const { pool, random } = planning;
  const before = random.oneOfNewest(pool.keyed);
  if (!before.operation || random.chance(0.7)) return before;
  const another = callOf(before.operation, before.actor, planning, before);
  const key = before.headers["idempotency-key"];
  return { ...another, headers: { ...another.headers, ...(key === undefined ? {} : { "idempotency-key": key }) } };
};
