import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Callers } from "../permissions/permissions.ts";
import type { Bucket } from "./bucket.ts";
import { corsHeaders, preflight } from "./cors.ts";
import { MAX_PUT_BYTES } from "./limits.ts";
import type { Reply } from "./operation.ts";
import { hideAbsence, permitOf } from "./permit.ts";
import { receiveRequest } from "./receive.ts";
import { Refusal } from "./refusal.ts";
import type { S3Request } from "./request.ts";
import { type Envelope, refusalReply, send } from "./respond.ts";
import { findOperation } from "./routes.ts";
import type { Credentials } from "./settings.ts";
import { authenticate } from "./signature.ts";
import { refuseInsecure } from "./transport.ts";

export type ServiceOptions = {
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly credentials: Credentials;
  readonly callers?: Callers | undefined;
  readonly region: string;
  readonly clock: () => Date;
  readonly report: (message: string) => void;
};

/** Answers one HTTP message; `asksFirst` is a client that waits for 100 Continue. */
export type Service = (message: IncomingMessage, response: ServerResponse, asksFirst: boolean) => Promise<void>;

/** True where the rest of a refused body may never come (the client asked first) or is too much to wait for. */
function endsConnection({ headers, complete }: IncomingMessage): boolean {
  return !complete && (headers.expect !== undefined || Number(headers["content-length"] ?? 0) > MAX_PUT_BYTES);
}

export function createService({ buckets, credentials, callers, region, clock, report }: ServiceOptions): Service {
  function bucketNamed(name: string): Bucket {
    const bucket = buckets.get(name);
    if (bucket === undefined)
      throw new Refusal("NoSuchBucket", "The specified bucket does not exist", { BucketName: name });
    return bucket;
  }

  const secretOf = (accessKeyId: string) =>
    accessKeyId === credentials.accessKeyId
      ? credentials.secretAccessKey
      : callers?.find(accessKeyId)?.credentials.secretAccessKey;

  async function answer(request: S3Request): Promise<Reply> {
    if (request.method === "OPTIONS") {
      return { status: 200, headers: preflight(bucketNamed(request.bucket).settings.cors, request.headers) };
    }
    const auth = authenticate(request, secretOf, region);
    const bucket = bucketNamed(request.bucket);
    if (bucket.settings.denyInsecure === true) refuseInsecure(request);
    const caller = callers?.find(auth.accessKeyId);
    const principal = `AWS:${caller?.name ?? auth.accessKeyId}`;
    const permit = permitOf(caller, request, auth);
    const { action, run } = findOperation(request);
    if (action) permit(action(request), request.bucket, request.key);
    return run({ request, auth, bucket, bucketNamed, principal, permit }).catch((error: unknown) =>
      hideAbsence(error, permit, request.bucket),
    );
  }

  /** Turns what went wrong into an answer; what is not a refusal is ours, and told to the operator only. */
  function explain(error: unknown, id: string): Refusal {
    if (error instanceof Refusal) return error;
    report(`Request ${id} failed: ${error instanceof Error ? error.stack : String(error)}`);
    return new Refusal("InternalError", "We encountered an internal error. Please try again.");
  }

  async function refuse(error: unknown, envelope: Envelope, message: IncomingMessage, response: ServerResponse) {
    // The client left: nobody is there to be told, and what it sent is already discarded.
    if (message.socket.destroyed) return;
    const refusal = explain(error, envelope.requestId);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (endsConnection(message)) response.setHeader("connection", "close");
    await send(response, refusalReply(refusal, envelope), envelope);
    message.resume();
  }

  return async (message, response, asksFirst) => {
    const requestId = randomBytes(8).toString("hex").toUpperCase();
    let envelope: Envelope = { requestId, resource: message.url ?? "/", method: message.method ?? "GET", headers: {} };
    try {
      const request = receiveRequest({ message, response, asksFirst, requestId, now: clock() });
      const rules = buckets.get(request.bucket)?.settings.cors ?? [];
      envelope = { ...envelope, resource: request.path, headers: corsHeaders(rules, request.method, request.headers) };
      await send(response, await answer(request), envelope);
    } catch (error) {
      await refuse(error, envelope, message, response);
    }
  };
}
