import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isDiskFull } from "../errors.ts";
import type { AccessKey, Callers } from "../permissions/caller.ts";
import type { LocalBucket } from "./bucket.ts";
import { corsHeaders, preflight } from "./cors.ts";
import { renderXml, type XmlNode } from "./encoding.ts";
import { authorizerOf, hideAbsence, type S3Response } from "./operation.ts";
import { maxPutBytes } from "./payload.ts";
import { type Exchange, readRequest, type S3Request } from "./request.ts";
import { findRoute } from "./routes.ts";
import { S3Error } from "./s3-error.ts";
import { authenticate } from "./signature.ts";

export type ServiceOptions = {
  readonly buckets: ReadonlyMap<string, LocalBucket>;
  readonly credentials: AccessKey;
  readonly callers?: Callers | undefined;
  readonly region: string;
  readonly clock: () => Date;
  readonly log: (message: string) => void;
};

/** What every response to a request contains, and what an error document names. */
type Envelope = {
  readonly requestId: string;
  readonly resource: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** Renders an S3 error document where the response may have a body. */
const errorResponse = (error: S3Error, { requestId, resource, method }: Envelope): S3Response => {
  const { status, headers, code, message, details } = error;
  if (method === "HEAD" || status === 304) return { status, headers };
  const nodes: XmlNode[] = [
    ["Code", code],
    ["Message", message],
    ...Object.entries(details),
    ["Resource", resource],
    ["RequestId", requestId],
    ["HostId", requestId],
  ];
  return { status, headers, body: renderXml("Error", nodes, false) };
};

/** Sends a response; a stream that is cut off on either side closes the connection. */
const send = async (response: ServerResponse, { status, headers, body }: S3Response, envelope: Envelope) => {
  const { requestId } = envelope;
  const ids = { "x-amz-request-id": requestId, "x-amz-id-2": requestId };
  response.statusCode = status;
  response.setHeaders(new Map(Object.entries({ ...envelope.headers, ...ids, ...headers })));
  if (body instanceof Readable) {
    await pipeline(body, response);
    return;
  }
  if (body !== undefined) response.setHeader("content-type", "application/xml");
  response.end(body);
};

/** Whether the rest of a rejected body may never arrive (the client waits for 100 Continue) or is too large to read. */
const mustClose = ({ headers, complete }: IncomingMessage): boolean =>
  !complete && (headers.expect !== undefined || Number(headers["content-length"] ?? 0) > maxPutBytes);

/** Handles HTTP messages of the store. */
export const createService = ({ buckets, credentials, callers, region, clock, log }: ServiceOptions) => {
  const findBucket = (name: string): LocalBucket => {
    const bucket = buckets.get(name);
    if (bucket !== undefined) return bucket;
    throw new S3Error("NoSuchBucket", "The specified bucket does not exist", { details: { BucketName: name } });
  };

  const secretOf = (accessKeyId: string) =>
    accessKeyId === credentials.accessKeyId
      ? credentials.secretAccessKey
      : callers?.find(accessKeyId)?.credentials.secretAccessKey;

  const respond = async (request: S3Request): Promise<S3Response> => {
    if (request.method === "OPTIONS") {
      return { status: 200, headers: preflight(findBucket(request.bucket).settings.cors, request.headers) };
    }
    const auth = authenticate(request, secretOf, region);
    const bucket = findBucket(request.bucket);
    const caller = callers?.find(auth.accessKeyId);
    const principal = `AWS:${caller?.name ?? auth.accessKeyId}`;
    const authorize = authorizerOf(caller, request, auth);
    const { action, run } = findRoute(request);
    authorize(action(request), request.bucket, request.key);
    return run({ request, auth, bucket, principal }).catch((error: unknown) =>
      hideAbsence(error, authorize, request.bucket),
    );
  };

  /** Logs unexpected errors and hides them from the client. */
  const toS3Error = (error: unknown, id: string): S3Error => {
    if (error instanceof S3Error) return error;
    if (isDiskFull(error)) {
      log(`Request ${id} of the object store failed: the disk is full`);
      return new S3Error("ServiceUnavailable", "The disk is full.", { headers: { "retry-after": "10" } });
    }
    log(`Request ${id} of the object store failed: ${error instanceof Error ? error.stack : String(error)}`);
    return new S3Error("InternalError", "We encountered an internal error. Please try again.");
  };

  const reject = async (error: unknown, envelope: Envelope, { message, response }: Exchange) => {
    // The client has disconnected; the bytes it sent are already discarded.
    if (message.socket.destroyed) return;
    const s3Error = toS3Error(error, envelope.requestId);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (mustClose(message)) response.setHeader("connection", "close");
    await send(response, errorResponse(s3Error, envelope), envelope);
    message.resume();
  };

  return async (exchange: Exchange): Promise<void> => {
    const { message, response } = exchange;
    const requestId = randomBytes(8).toString("hex").toUpperCase();
    let envelope: Envelope = { requestId, resource: message.url ?? "/", method: message.method ?? "GET", headers: {} };
    try {
      const request = readRequest(exchange, requestId, clock());
      const rules = buckets.get(request.bucket)?.settings.cors ?? [];
      envelope = { ...envelope, resource: request.path, headers: corsHeaders(rules, request.method, request.headers) };
      await send(response, await respond(request), envelope);
    } catch (error) {
      await reject(error, envelope, exchange);
    }
  };
};
