import { gzipSync } from "node:zlib";
import { isJson } from "../../lib/contract/openapi/json.ts";
import type { Random } from "../support/random.ts";
import type { HttpResponse } from "../support/send.ts";
import type { Sent } from "./plan.ts";
import type { FollowUp } from "./responses.ts";

/** One defect of a request that was accepted a moment ago, and the statuses of which the response must have one. */
type Defect = {
  about: string;
  isFor(sent: Sent, response: HttpResponse): boolean;
  change(sent: Sent, random: Random): Partial<Pick<Sent, "method" | "headers" | "body">>;
  statuses: readonly number[];
};

const hasJson = ({ body, value }: Sent) => body !== undefined && isJson(value);
const hasText = (sent: Sent) => hasJson(sent) && textsIn(sent.value).length > 0;
const accepts = ({ operation }: Sent, header: string) =>
  operation?.parameters.some(({ name }) => name.toLowerCase() === header) === true;

type Place = readonly (string | number)[];

/** Where a value has texts. */
const textsIn = (value: unknown, place: Place = []): Place[] => {
  if (typeof value === "string") return [place];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, [...place, name]));
};

const withChange = (value: unknown, [name, ...rest]: Place, change: (text: string) => string): unknown => {
  if (name === undefined) return change(String(value));
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[name] = withChange(copy[name], rest, change);
  return copy;
};

const invisible = ["\u200B", "\u00AD", "\u2060", "\uFEFF", "\uFFFF", "\u202E"];

const withInvisible = ({ value }: Sent, random: Random): Buffer => {
  const at = random.one(textsIn(value));
  const changed = withChange(value, at, (text) => `${text}${random.one(invisible)}`);
  return Buffer.from(JSON.stringify(changed));
};

/** Bytes that no UTF-8 contains, or a sequence that is cut off. */
const notUtf8 = [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]];

const withBytes = ({ body = Buffer.of() }: Sent, random: Random): Buffer => {
  const at = body.lastIndexOf('"');
  return Buffer.concat([body.subarray(0, at), Buffer.from(random.one(notUtf8)), body.subarray(at)]);
};

const withHeader = ({ headers }: Sent, name: string, value: string) => {
  const { "if-match": _, "if-none-match": __, ...others } = headers;
  return { ...others, [name]: value };
};

const charsets = ["iso-8859-1", "windows-1258", "utf-16", "us-ascii"];

/** A record or what it refers to may have been changed or deleted by a concurrent request. */
const overtaken = [404, 412];

const defects: readonly Defect[] = [
  {
    about: "a body that is not UTF-8",
    isFor: (sent) => hasText(sent),
    change: (sent, random) => ({ body: withBytes(sent, random) }),
    statuses: [400],
  },
  {
    about: "a compressed body",
    isFor: hasJson,
    change: (sent) => ({
      headers: { ...sent.headers, "content-encoding": "gzip" },
      body: gzipSync(sent.body ?? Buffer.of()),
    }),
    statuses: [415],
  },
  {
    about: "a body in another charset",
    isFor: hasJson,
    change: ({ headers }, random) => ({
      headers: { ...headers, "content-type": `application/json; charset=${random.one(charsets)}` },
    }),
    statuses: [415],
  },
  {
    about: "an invisible character",
    isFor: hasText,
    change: (sent, random) => ({ body: withInvisible(sent, random) }),
    statuses: [422, ...overtaken],
  },
  {
    about: "null for an unknown field",
    isFor: (sent) => sent.method === "PATCH" && hasJson(sent),
    change: ({ value }) => ({ body: Buffer.from(JSON.stringify({ ...(value as object), colour: null })) }),
    statuses: [422, ...overtaken],
  },
  {
    about: "a body where none is taken",
    isFor: ({ method, operation }) => method === "POST" && operation?.bodies.length === 0,
    change: ({ headers }) => ({
      headers: { ...headers, "content-type": "application/json" },
      body: Buffer.from('{"colour":"red"}'),
    }),
    statuses: [422, ...overtaken],
  },
  {
    about: "If-None-Match: * for a record that exists",
    isFor: ({ method }) => method === "PUT",
    change: (sent) => ({ headers: withHeader(sent, "if-none-match", "*") }),
    // 201: a concurrent request took the external id from the record. An accepted defect would be 200.
    statuses: [412, 404, 201],
  },
  {
    about: "a version that does not exist",
    isFor: (sent) => sent.method !== "DELETE" && accepts(sent, "if-match"),
    change: (sent) => ({ headers: withHeader(sent, "if-match", '"999999"') }),
    statuses: [412, 404],
  },
  {
    about: "a malformed version",
    isFor: (sent) => sent.method !== "DELETE" && accepts(sent, "if-match"),
    change: (sent) => ({ headers: withHeader(sent, "if-match", "1") }),
    statuses: [400, 404],
  },
];

/** The response to HEAD is that to GET without its body (RFC 9110 §9.3.2); only open paths have it. */
const head = ({ operation, ...sent }: Sent, response: HttpResponse): FollowUp => {
  const isOpen = operation?.needsToken === false;
  return {
    sent: { ...sent, method: "HEAD" },
    faultsOf: ({ status, text, headers }) => {
      if (!isOpen) return status === 404 || status === 405 ? [] : [`HEAD returns ${status}`];
      // A concurrent request may have unpublished the page.
      if (status === 404 && text === "") return [];
      const isEqual = status === response.status && headers["content-type"] === response.headers["content-type"];
      return isEqual && text === "" ? [] : [`HEAD returns ${status}, GET ${response.status}`];
    },
  };
};

/** An accepted request once more with one defect, or a GET as HEAD. */
export const defective = (sent: Sent, response: HttpResponse, random: Random): FollowUp | undefined => {
  if (!sent.operation) return undefined;
  if (sent.method === "GET") return response.status === 200 ? head(sent, response) : undefined;
  const fitting = defects.filter((one) => one.isFor(sent, response));
  if (fitting.length === 0) return undefined;
  const { about, change, statuses } = random.one(fitting);
  // Without the key, which would return the stored response; without the version, which is no longer the current one.
  const { "idempotency-key": _, ...headers } = sent.headers;
  const current = response.headers.etag;
  const repeated: Sent = {
    ...sent,
    headers: headers["if-match"] === undefined || current === undefined ? headers : { ...headers, "if-match": current },
  };
  return {
    sent: { ...repeated, ...change(repeated, random) },
    faultsOf: ({ status }) => (statuses.includes(status) ? [] : [`${status} to ${about}`]),
  };
};
