import { conditionHeaders } from "./conditions.ts";
import type { S3Operation } from "./operation.ts";
import { listObjects, listVersions } from "./operations/list-objects.ts";
import { getObject, headObject } from "./operations/read-object.ts";
import { deleteObject, putObject } from "./operations/write-object.ts";
import { parameter, type S3Request } from "./request.ts";
import { S3Error } from "./s3-error.ts";

/** An operation and everything it supports; a request that asks for more is rejected as NotImplemented. */
type Route = {
  readonly method: string;
  readonly on: "bucket" | "object";
  /** A query parameter that must be present. */
  readonly marker?: string;
  readonly parameters?: readonly string[];
  readonly conditions?: readonly string[];
  /** `x-amz-*` headers in addition to those of every request. */
  readonly amz?: RegExp;
  /** The IAM action on the bucket or object. */
  readonly action: (request: S3Request) => string;
  readonly run: S3Operation;
};

/** The action on the object, or on the version when the request names one. */
const objectAction =
  (action: string) =>
  (request: S3Request): string =>
    parameter(request, "versionId") === undefined ? action : `${action}Version`;

const read = { parameters: ["versionId"], conditions: conditionHeaders, amz: /^x-amz-checksum-mode$/ };

const routes: readonly Route[] = [
  {
    method: "GET",
    on: "bucket",
    marker: "list-type",
    parameters: ["prefix", "max-keys", "continuation-token"],
    action: () => "ListBucket",
    run: listObjects,
  },
  {
    method: "GET",
    on: "bucket",
    marker: "versions",
    parameters: ["prefix", "max-keys", "key-marker", "version-id-marker"],
    action: () => "ListBucketVersions",
    run: listVersions,
  },
  {
    method: "PUT",
    on: "object",
    conditions: ["if-match", "if-none-match"],
    amz: /^x-amz-(sdk-checksum-algorithm|checksum-(?!mode|type).*|meta-.+)$/,
    action: () => "PutObject",
    run: putObject,
  },
  { method: "GET", on: "object", ...read, action: objectAction("GetObject"), run: getObject },
  { method: "HEAD", on: "object", ...read, action: objectAction("GetObject"), run: headObject },
  {
    method: "DELETE",
    on: "object",
    parameters: ["versionId"],
    action: objectAction("DeleteObject"),
    run: deleteObject,
  },
];

const commonHeaders = /^x-amz-(date|content-sha256|user-agent)$/;

const notImplemented = (header: string): S3Error =>
  new S3Error("NotImplemented", "A header or query you provided implies functionality that is not implemented", {
    details: { Header: header },
  });

/** The first parameter or header of a request that its route does not support. */
const unsupportedBy = (route: Route, request: S3Request): string | undefined => {
  const { marker, parameters = [], conditions = [], amz } = route;
  const isSupported = (name: string) =>
    parameters.includes(name) || name === marker || name === "x-id" || name.toLowerCase().startsWith("x-amz-");
  return (
    request.query.map(([name]) => name).find((name) => !isSupported(name)) ??
    [...request.amz.keys()].find((name) => !commonHeaders.test(name) && amz?.test(name) !== true) ??
    conditionHeaders.find((name) => request.headers.has(name) && !conditions.includes(name))
  );
};

/** Finds the operation of a request; throws NotImplemented, with the name of what is not supported. */
export const findRoute = (request: S3Request): Pick<Route, "action" | "run"> => {
  const on = request.key === "" ? "bucket" : "object";
  const route = routes.find(
    ({ method, on: level, marker }) =>
      method === request.method &&
      level === on &&
      (marker === undefined || request.query.some(([name]) => name === marker)),
  );
  if (route === undefined) throw notImplemented(`${request.method} ${request.query[0]?.[0] ?? on}`);
  const unsupported = unsupportedBy(route, request);
  if (unsupported !== undefined) throw notImplemented(unsupported);
  return route;
};
