import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { isJson, type Json } from "../../lib/contract/openapi/json.ts";
import type { HttpResponse } from "../support/send.ts";
import type { Document, Operation, Response } from "./document.ts";
import type { Sent } from "./plan.ts";
import type { Statistics } from "./statistics.ts";
import type { Templates } from "./templates.ts";

/** Internal details that no error may reveal: positions in code, services of AWS, classes of errors. */
const internal = [
  /\bat .{1,200}:\d+:\d+/,
  /\bnode:[a-z]/,
  /\.(ts|mjs|cjs|js):\d/,
  /\b(node_modules|\/var\/task|\/tmp\/|\/home\/)/,
  /\barn:aws/i,
  /dynamodb|aws-sdk|amazonaws|eventbridge/i,
  /\b(S3|SQS|KMS|Lambda)\b/,
  /\b(Validation|ConditionalCheckFailed|TransactionCanceled|ResourceNotFound|Throttling)\w*Exception\b/,
  /\b(Type|Syntax|Range|Reference|Zod)Error\b/,
  /cannot read propert|is not a function|is not iterable|undefined \(reading/i,
];

type Checked = Pick<Sent, "operation" | "isBroken" | "method" | "url" | "actor">;

/** Finds the faults of a response by the document alone. `secret`: words that no error may contain. */
const createCheck =
  (validate: Validate, secret: readonly string[]) =>
  (sent: Checked, response: HttpResponse): string[] => [
    ...(response.status >= 500 ? [`${response.status}`] : []),
    ...(response.status >= 400 ? leaksOf(response, secret) : []),
    ...(sent.operation && !sent.isBroken
      ? documented(sent.operation, sent, response, validate)
      : undocumented(sent, response, validate)),
  ];

const leaksOf = (response: HttpResponse, secret: readonly string[]): string[] => {
  const shown = `${Object.entries(response.headers).flat().join("\n")}\n${response.text}`;
  return [
    ...internal.filter((form) => form.test(shown)).map((form) => `an error reveals internal details: ${form}`),
    ...secret.filter((word) => shown.includes(word)).map((word) => `an error reveals ${word}`),
  ];
};

const mediaTypeOf = ({ headers }: HttpResponse) => headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";

const documented = (operation: Operation, sent: Checked, response: HttpResponse, validate: Validate): string[] => {
  const documentation = operation.responses.get(response.status);
  if (!documentation) return [`the status ${response.status} is not documented`];
  const ofHeaders = headerFaults(documentation, sent, response);
  if (sent.method === "HEAD") return response.text === "" ? ofHeaders : ["a body in a response to HEAD"];
  return [...bodyFaults(documentation, response, validate), ...ofHeaders, ...problemFaults(response)];
};

const bodyFaults = ({ content }: Response, response: HttpResponse, validate: Validate): string[] => {
  if (content.size === 0) return response.text === "" ? [] : ["a body that is not documented"];
  const type = mediaTypeOf(response);
  const pointer = content.get(type);
  if (pointer === undefined) return [`the content type ${type} is not documented`];
  if (!/\bjson$/.test(type)) return response.text === "" ? ["an empty body"] : [];
  if (response.json === undefined) return ["a body that is not JSON"];
  const fault = validate(pointer, response.json);
  return fault === undefined ? [] : [`outside its schema: ${fault}`];
};

/** Documented headers that may be absent, with the condition. */
const optional: Readonly<Record<string, (response: HttpResponse, sent: Checked) => boolean>> = {
  // A response composed for a query (`include`, `asOf`), an empty list, and the public part of a superior have no version.
  etag: ({ status, text }, { method, url, actor }) =>
    status === 200 && method === "GET" && (actor > 0 || url.includes("?") || text === '{"items":[]}'),
  "idempotency-replayed": () => true,
  link: ({ json }) => !isJson(json) || typeof json.nextCursor !== "string",
  // Rejections by the gateway itself have none.
  "retry-after": (response) => mediaTypeOf(response) === "application/json",
};

const headerFaults = ({ headers }: Response, sent: Checked, response: HttpResponse): string[] => [
  ...headers
    .filter((name) => response.headers[name] === undefined && !optional[name]?.(response, sent))
    .map((name) => `the header ${name} is missing`),
  ...(response.status === 401 && !response.headers["www-authenticate"]
    ? ["the header www-authenticate is missing"]
    : []),
];

/** Requirements of RFC 9457 that a schema cannot express. */
const problemFaults = (response: HttpResponse): string[] => {
  if (mediaTypeOf(response) !== "application/problem+json" || !isJson(response.json)) return [];
  const { status, type, code, instance } = response.json;
  return [
    ...(status === response.status ? [] : [`a problem of status ${status} in a response of ${response.status}`]),
    ...(String(type).endsWith(`#problem-${code}`) ? [] : [`the type ${type} of the code ${code}`]),
    ...(instance ? [] : ["a problem without its instance"]),
  ];
};

/** An unknown path or method returns a problem; a malformed request may be rejected before it reaches the service. */
const undocumented = ({ method, isBroken }: Checked, response: HttpResponse, validate: Validate): string[] => {
  if (isBroken)
    return response.status >= 400 && response.status < 500 ? [] : [`${response.status} to a malformed request`];
  if (![404, 405].includes(response.status)) return [`${response.status} of an unknown path or method`];
  if (method === "HEAD") return [];
  if (mediaTypeOf(response) !== "application/problem+json") return ["an unknown path or method without a problem"];
  const fault = validate("#/components/schemas/Problem", response.json);
  return fault === undefined ? problemFaults(response) : [`outside its schema: ${fault}`];
};

/** Returns the first error of a value by the schema at a JSON Pointer of the document. */
type Validate = (pointer: string, value: unknown) => string | undefined;

/** An independent validator of JSON Schema 2020-12 on the unchanged document. */
const createValidator = (document: Json): Validate => {
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true });
  addFormats.default(ajv);
  ajv.addSchema(document, "document", false, false);
  return (pointer, value) => {
    const key = `document${encodeURI(pointer)}`;
    const validate = ajv.getSchema(key) ?? ajv.compile({ $id: `of:${pointer}`, $ref: key });
    return validate(value) ? undefined : ajv.errorsText(validate.errors, { dataVar: "body" });
  };
};

type Failure = { faults: readonly string[]; sent: Sent; response: HttpResponse };

/** Calls in memory; a record is seldom used over a longer stretch. */
const remembered = 4_000;
const shown = 12;

const createJournal = () => {
  const calls: { sent: Sent; response: HttpResponse }[] = [];
  return {
    note: (sent: Sent, response: HttpResponse): void => {
      calls.push({ sent, response });
      if (calls.length > remembered) calls.shift();
    },
    /** Describes the failing call and earlier calls on the same records. */
    describe: ({ faults, sent, response }: Failure): string => {
      const ids = [...Object.values(sent.binding), ...sent.references.map(({ value }) => value)].filter(isId);
      const before = calls.filter((call) => call.sent !== sent && ids.some((id) => mentions(call.sent, id)));
      const lines = before.slice(-shown).map((call) => `  before: ${lineOf(call.sent, call.response, 200)}`);
      return [faults.join("; "), ...lines, `  failed: ${lineOf(sent, response, 2_000)}`].join("\n");
    },
  };
};

/** Longer than usual words. */
const isId = (value: string) => value.length >= 12;

const mentions = ({ url, body, method }: Sent, id: string) =>
  method !== "GET" && (url.includes(id) || (body !== undefined && body.length < 10_000 && body.includes(id)));

const lineOf = ({ method, url, headers, body, actor }: Sent, response: HttpResponse, length: number): string => {
  const { authorization, ...others } = headers;
  const request = `${method} ${url} as client ${authorization ? actor : "none"} ${JSON.stringify(others)}`;
  return `${request} ${body?.toString("utf8").slice(0, length) ?? ""} → ${response.status} ${response.text.slice(0, length)}`;
};

export const createJudge = (
  document: Document,
  templates: Templates,
  statistics: Statistics,
  secret: readonly string[],
) => {
  const faultsOf = createCheck(createValidator(document.json), secret);
  const journal = createJournal();
  const failures = new Map<string, string>();

  /** The operation of a request by its method and path; open paths respond to HEAD as to GET. */
  const operationOf = ({ operation, method, path }: Sent) => {
    const template = templates.match(path)?.template ?? path;
    const isMeant = (one: Operation) =>
      one.method === method || (method === "HEAD" && one.method === "GET" && !one.needsToken);
    return operation ?? document.operations.find((one) => isMeant(one) && one.path === template);
  };

  return {
    /** Counts a response and records its faults, with `more` of them. */
    check: (sent: Sent, response: HttpResponse, more: readonly string[] = []): void => {
      const operation = sent.isBroken ? undefined : operationOf(sent);
      statistics.count(operation?.id ?? "(no request of the document)", response);
      journal.note(sent, response);
      const faults = [...faultsOf(operation ? { ...sent, operation } : sent, response), ...more];
      if (faults.length === 0) return;
      const where = `${sent.method} ${operation?.id ?? sent.path}`;
      const kind = `${where}: ${faults.join("; ").replaceAll(/\d+/g, "0")}`;
      if (!failures.has(kind)) failures.set(kind, `${where}: ${journal.describe({ faults, sent, response })}`);
    },
    /** One failure of each kind, with the calls that led to it. */
    failures: (): string[] => [...failures.values()],
  };
};
