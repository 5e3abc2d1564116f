import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import * as z from "zod/mini";
import { describeIssues } from "./errors.ts";
import { hostOf, isLoopbackHost } from "./hosts.ts";
import { type LocalServer, listen } from "./listen.ts";
import { authenticateCaller, type Callers, firstDenial } from "./permissions/caller.ts";
import type { AccessRequest } from "./permissions/decide.ts";
import type { ConditionContext } from "./permissions/policy.ts";

/** Rejects a request; `type` is the name of the exception in the SDK. */
export class ServiceError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** A service that speaks AWS JSON (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html). */
export type JsonService = {
  version: "1.0" | "1.1";
  /** Largest request in bytes. */
  bodyLimit: number;
  /** By the value of `X-Amz-Target`. Errors other than ServiceError become an internal error without details. */
  operations: Readonly<Record<string, Operation>>;
  /** Without callers every request is allowed. */
  callers?: Callers | undefined;
  log?: (message: string) => void;
};

type Operation = (input: unknown, authorize: AuthorizeAction, headers: IncomingHttpHeaders) => object | Promise<object>;

/** Rejects an action that the caller's role does not allow. */
export type AuthorizeAction = (request: AccessRequest, context?: ConditionContext) => void;

/** Serves on loopback, on a free port. Only the key id of a signature is checked: only this machine can call. */
export const startJsonServer = (service: JsonService): Promise<LocalServer> => {
  const server = createServer((request, response) => {
    const send = (status: number, body: object) => {
      const headers = { "content-type": `application/x-amz-json-${service.version}` };
      response.writeHead(status, headers).end(JSON.stringify(body));
    };
    if (!isLoopbackHost(hostOf(request))) return response.writeHead(421, { connection: "close" }).end();
    return respond(service, request).then(
      (output) => send(200, output),
      (error: unknown) => {
        if (error instanceof ServiceError) return send(400, { __type: error.type, message: error.message });
        service.log?.(`${request.headers["x-amz-target"]}: ${String(error)}`);
        return send(500, { __type: "InternalFailure", message: "Internal error" });
      },
    );
  });
  return listen(server, 0, "127.0.0.1");
};

/** Parses the input of an operation; rejects unknown properties. */
export const parseInput = <T extends z.ZodMiniType>(schema: T, input: unknown): z.infer<T> => {
  const { success, data, error } = z.safeParse(schema, input);
  if (success) return data;
  throw new ServiceError("ValidationException", describeIssues(error));
};

const respond = async ({ operations, bodyLimit, callers }: JsonService, request: IncomingMessage): Promise<object> => {
  const authorize = callers ? authorizerOf(callers, request.headers.authorization) : () => undefined;
  const target = String(request.headers["x-amz-target"]);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > bodyLimit) throw new ServiceError("ValidationException", "The request is too large");
    chunks.push(chunk);
  }
  const operation = operations[target];
  if (operation === undefined)
    throw new ServiceError("UnknownOperationException", `The operation ${target} is not supported`);
  return operation(parseJson(Buffer.concat(chunks).toString("utf8")), authorize, request.headers);
};

const authorizerOf = (callers: Callers, authorization: string | undefined): AuthorizeAction => {
  const caller = authenticateCaller(callers, authorization);
  if (!("denialOf" in caller)) throw new ServiceError(caller.type, caller.message);
  return (request, context) => {
    const denial = firstDenial(caller, [request], context);
    if (denial) throw new ServiceError(denial.type, denial.message);
  };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new ServiceError("SerializationException", "The request is not JSON");
    throw error;
  }
};
