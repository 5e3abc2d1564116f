import { isJson } from "../../lib/contract/openapi/json.ts";
import type { Operation, Response } from "./document.ts";
import type { Answer } from "./send.ts";
import type { Sent } from "./sent.ts";
import type { Validate } from "./validator.ts";

/** What no caller may learn from an error: where code stands, what is behind it, how its storage is called. */
const inside = [
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

export type Check = (sent: Checked, answer: Answer) => string[];

/** Says what is wrong with an answer by the document alone. `secret` words, names of tables say, are in no error. */
export const createCheck = (validate: Validate, secret: readonly string[]): Check => {
  const check: Check = (sent, answer) => [
    ...(answer.status >= 500 ? [`${answer.status}`] : []),
    ...(answer.status >= 400 ? leaksOf(answer, secret) : []),
    ...(sent.operation && !sent.isBroken
      ? documented(sent.operation, sent, answer, validate)
      : undocumented(sent, answer, validate)),
  ];
  return check;
};

const leaksOf = (answer: Answer, secret: readonly string[]): string[] => {
  const shown = `${Object.entries(answer.headers).flat().join("\n")}\n${answer.text}`;
  return [
    ...inside.filter((form) => form.test(shown)).map((form) => `an error shows what is inside: ${form}`),
    ...secret.filter((word) => shown.includes(word)).map((word) => `an error shows ${word}`),
  ];
};

const mediaTypeOf = ({ headers }: Answer) => headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";

const documented = (operation: Operation, sent: Checked, answer: Answer, validate: Validate): string[] => {
  const response = operation.responses.get(answer.status);
  if (!response) return [`the status ${answer.status} is not documented`];
  return [...bodyFaults(response, answer, validate), ...headerFaults(response, sent, answer), ...problemFaults(answer)];
};

const bodyFaults = ({ content }: Response, answer: Answer, validate: Validate): string[] => {
  if (content.size === 0) return answer.text === "" ? [] : ["a body that is not documented"];
  const type = mediaTypeOf(answer);
  const pointer = content.get(type);
  if (pointer === undefined) return [`the content type ${type} is not documented`];
  if (!/\bjson$/.test(type)) return answer.text === "" ? ["an empty body"] : [];
  if (answer.json === undefined) return ["a body that is not JSON"];
  const fault = validate(pointer, answer.json);
  return fault === undefined ? [] : [`outside its schema: ${fault}`];
};

/** Documented headers of which an answer may lack some; the others are there. */
const optional: Readonly<Record<string, (answer: Answer, sent: Checked) => boolean>> = {
  // No version of its own has what is put together for a query (`include`, `asOf`), what nobody wrote yet, and what
  // a client below sees of a superior.
  etag: ({ status, text }, { method, url, actor }) =>
    status === 200 && method === "GET" && (actor > 0 || url.includes("?") || text === '{"items":[]}'),
  "idempotency-replayed": () => true,
  link: ({ json }) => !isJson(json) || typeof json.nextCursor !== "string",
  // The gateway's own refusals carry none.
  "retry-after": (answer) => mediaTypeOf(answer) === "application/json",
};

const headerFaults = ({ headers }: Response, sent: Checked, answer: Answer): string[] => [
  ...headers
    .filter((name) => answer.headers[name] === undefined && !optional[name]?.(answer, sent))
    .map((name) => `the header ${name} is missing`),
  ...(answer.status === 401 && !answer.headers["www-authenticate"] ? ["the header www-authenticate is missing"] : []),
];

/** RFC 9457, as far as a schema cannot say it. */
const problemFaults = (answer: Answer): string[] => {
  if (mediaTypeOf(answer) !== "application/problem+json" || !isJson(answer.json)) return [];
  const { status, type, code, instance } = answer.json;
  return [
    ...(status === answer.status ? [] : [`a problem of status ${status} in an answer of ${answer.status}`]),
    ...(String(type).endsWith(`#problem-${code}`) ? [] : [`the type ${type} of the code ${code}`]),
    ...(instance ? [] : ["a problem without its instance"]),
  ];
};

/** A path or method that is not there is a problem; what is no request at all may be refused before the service. */
const undocumented = ({ method, isBroken }: Checked, answer: Answer, validate: Validate): string[] => {
  if (isBroken) return answer.status >= 400 && answer.status < 500 ? [] : [`${answer.status} to what is no request`];
  if (![404, 405].includes(answer.status)) return [`${answer.status} where nothing is`];
  if (method === "HEAD") return [];
  if (mediaTypeOf(answer) !== "application/problem+json") return ["no problem where nothing is"];
  const fault = validate("#/components/schemas/Problem", answer.json);
  return fault === undefined ? problemFaults(answer) : [`outside its schema: ${fault}`];
};
