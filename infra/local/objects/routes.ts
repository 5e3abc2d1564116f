import { CONDITION_HEADERS } from "./conditions.ts";
import type { Operation } from "./operation.ts";
import { copyObject } from "./operations/copy-object.ts";
import { deleteObject } from "./operations/delete-object.ts";
import { deleteObjects } from "./operations/delete-objects.ts";
import { getObject, headObject, RESPONSE_PARAMETERS } from "./operations/get-object.ts";
import { headBucket } from "./operations/head-bucket.ts";
import { listObjects } from "./operations/list-objects.ts";
import { listVersions } from "./operations/list-versions.ts";
import { putObject } from "./operations/put-object.ts";
import { versioned } from "./permit.ts";
import { Refusal } from "./refusal.ts";
import type { S3Request } from "./request.ts";

/** An operation, what tells it from its neighbours, and all it understands; anything else asked of it is refused. */
type Route = {
  readonly method: string;
  readonly on: "bucket" | "object";
  /** A query parameter or `x-amz-*` header that must be there. */
  readonly mark?: string;
  readonly parameters?: readonly string[];
  readonly conditions?: readonly string[];
  /** `x-amz-*` headers beside those of every request. */
  readonly amz?: RegExp;
  /** The action on the bucket or object that must be allowed; an operation on many keys asks for each itself. */
  readonly action?: (request: S3Request) => string;
  readonly run: Operation;
};

export type Found = Pick<Route, "action" | "run">;

const LIST = ["prefix", "delimiter", "max-keys", "encoding-type"];
const READ = {
  parameters: ["versionId", ...RESPONSE_PARAMETERS],
  conditions: CONDITION_HEADERS,
  amz: /^x-amz-checksum-mode$/,
};
const WRITE = ["if-match", "if-none-match"];
const BODY = "x-amz-(decoded-content-length|trailer|sdk-checksum-algorithm|checksum-(?!mode|type).*)";
const SOURCE = "x-amz-(metadata-directive|copy-source(-if-(none-)?match|-if-(un)?modified-since)?)";

const ROUTES: readonly Route[] = [
  { method: "HEAD", on: "bucket", action: () => "ListBucket", run: headBucket },
  {
    method: "GET",
    on: "bucket",
    mark: "list-type",
    parameters: [...LIST, "continuation-token", "start-after", "fetch-owner"],
    action: () => "ListBucket",
    run: listObjects,
  },
  {
    method: "GET",
    on: "bucket",
    mark: "versions",
    parameters: [...LIST, "key-marker", "version-id-marker"],
    action: () => "ListBucketVersions",
    run: listVersions,
  },
  { method: "POST", on: "bucket", mark: "delete", amz: new RegExp(`^${BODY}$`), run: deleteObjects },
  {
    method: "PUT",
    on: "object",
    mark: "x-amz-copy-source",
    conditions: WRITE,
    amz: new RegExp(`^(${SOURCE}|x-amz-meta-.+)$`),
    action: () => "PutObject",
    run: copyObject,
  },
  {
    method: "PUT",
    on: "object",
    conditions: WRITE,
    amz: new RegExp(`^(${BODY}|x-amz-meta-.+)$`),
    action: () => "PutObject",
    run: putObject,
  },
  { method: "GET", on: "object", ...READ, action: versioned("GetObject"), run: getObject },
  { method: "HEAD", on: "object", ...READ, action: versioned("GetObject"), run: headObject },
  {
    method: "DELETE",
    on: "object",
    parameters: ["versionId"],
    action: versioned("DeleteObject"),
    run: deleteObject,
  },
];

const ALWAYS = /^x-amz-(date|content-sha256|user-agent)$/;

function notImplemented(header: string): Refusal {
  const message = "A header or query you provided implies functionality that is not implemented";
  return new Refusal("NotImplemented", message, { Header: header });
}

/** The first thing a request asks for that its route does not know. */
function unknownTo(route: Route, request: S3Request): string | undefined {
  const { mark, parameters = [], conditions = [], amz } = route;
  const knownParameter = (name: string) =>
    parameters.includes(name) || name === mark || name === "x-id" || name.toLowerCase().startsWith("x-amz-");
  return (
    request.query.map(([name]) => name).find((name) => !knownParameter(name)) ??
    [...request.amz.keys()].find((name) => !ALWAYS.test(name) && amz?.test(name) !== true) ??
    CONDITION_HEADERS.find((name) => request.headers.has(name) && !conditions.includes(name))
  );
}

/** Finds the operation that a request asks for; NotImplemented, with the name, for what this store does not do. */
export function findOperation(request: S3Request): Found {
  const on = request.key === "" ? "bucket" : "object";
  const marked = (mark: string) => request.query.some(([name]) => name === mark) || request.amz.has(mark);
  const route = ROUTES.find(
    ({ method, on: level, mark }) => method === request.method && level === on && (mark === undefined || marked(mark)),
  );
  if (route === undefined) throw notImplemented(`${request.method} ${request.query[0]?.[0] ?? on}`);
  const unknown = unknownTo(route, request);
  if (unknown !== undefined) throw notImplemented(unknown);
  return route;
}
