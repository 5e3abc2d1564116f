import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import * as z from "zod/mini";
import { faultsOf } from "./errors.ts";
import { type LocalServer, listen } from "./listen.ts";
import { callerOf, refusalOf } from "./permissions/caller.ts";
import type { Asked } from "./permissions/decide.ts";
import type { Callers } from "./permissions/permissions.ts";
import type { Context } from "./permissions/policy.ts";

/** A refusal in the words of the service that stands in for AWS's: the type is the name of the SDK's exception. */
export class Refusal extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** A service that speaks AWS JSON (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html). */
export type JsonService = {
  version: "1.0" | "1.1";
  /** Bytes of a request. */
  bodyLimit: number;
  /** By the value of `X-Amz-Target`. What they throw besides a refusal is an internal error that tells nothing. */
  operations: Readonly<Record<string, (input: unknown, permit: Permit) => object | Promise<object>>>;
  /** Those who may call; without them whoever reaches it may do everything. */
  callers?: Callers | undefined;
  report?: (message: string) => void;
};

/** Refuses what the caller's role does not allow. */
export type Permit = (asked: Asked, context?: Context) => void;

/** Serves on loopback, on a free port. Of a signature only the key's id is looked at: only this machine can call. */
export function startJsonServer(service: JsonService): Promise<LocalServer> {
  const server = createServer((request, response) => {
    answer(service, request).then(
      (output) => send(response, service, 200, output),
      (error: unknown) => {
        if (error instanceof Refusal)
          return send(response, service, 400, { __type: error.type, message: error.message });
        service.report?.(`${request.headers["x-amz-target"]}: ${String(error)}`);
        return send(response, service, 500, { __type: "InternalFailure", message: "Internal error" });
      },
    );
  });
  return listen(server, 0, "127.0.0.1");
}

/** Reads the input of an operation; refuses what its schema does not know. */
export function readInput<T extends z.ZodMiniType>(schema: T, input: unknown): z.infer<T> {
  const { success, data, error } = z.safeParse(schema, input);
  if (success) return data;
  throw new Refusal("ValidationException", faultsOf(error));
}

async function answer({ operations, bodyLimit, callers }: JsonService, request: IncomingMessage): Promise<object> {
  const permit = callers ? permitOf(callers, request.headers.authorization) : () => undefined;
  const target = String(request.headers["x-amz-target"]);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > bodyLimit) throw new Refusal("ValidationException", "The request is too large");
    chunks.push(chunk);
  }
  const operation = operations[target];
  if (operation === undefined) throw new Refusal("UnknownOperationException", `${target} is not known here`);
  return operation(parsed(Buffer.concat(chunks).toString("utf8")), permit);
}

function permitOf(callers: Callers, authorization: string | undefined): Permit {
  const caller = callerOf(callers, authorization);
  if (!("refused" in caller)) throw new Refusal(caller.type, caller.message);
  return (asked, context) => {
    const refused = refusalOf(caller, [asked], context);
    if (refused) throw new Refusal(refused.type, refused.message);
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal("SerializationException", "The request is no JSON");
    throw error;
  }
}

function send(response: ServerResponse, { version }: JsonService, status: number, body: object): void {
  response.writeHead(status, { "content-type": `application/x-amz-json-${version}` }).end(JSON.stringify(body));
}
