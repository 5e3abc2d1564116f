import { connect, createServer, type Socket } from "node:net";
import { messageOf } from "../errors.ts";
import type { LocalServer } from "../listen.ts";
import { type AccessError, authenticateCaller, firstDenial } from "../permissions/caller.ts";
import type { Callers } from "../permissions/permissions.ts";
import { createRequestReader, type RawRequest } from "./request-reader.ts";
import { requiredActions } from "./required-actions.ts";

/**
 * Stands before the table engine, which knows neither keys nor roles: lets through what the caller's role allows, byte by byte,
 * and answers the rest as DynamoDB would. Answers are not looked at. Only functions call here; the engine's own
 * address is told to none of them.
 */
export const startTableProxy = async (
  engine: string,
  callers: Callers,
  log: (message: string) => void,
): Promise<LocalServer> => {
  const { hostname: host, port } = new URL(engine);
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    open.add(client);
    const table = connect({ host, port: Number(port), noDelay: true });
    const reader = createRequestReader();
    client.on("data", (bytes: Buffer) => {
      try {
        for (const request of reader.read(bytes)) answer(request, callers, client, table);
      } catch (error) {
        log(`The table's guard: ${messageOf(error)}`);
        client.destroy();
      }
    });
    table.pipe(client);
    // Either side that goes takes the other with it; who called tries again on a new connection.
    for (const [one, other] of [
      [client, table],
      [table, client],
    ] as const)
      one.on("error", () => other.destroy()).on("close", () => other.destroy());
    client.on("close", () => open.delete(client));
  });
  await new Promise<void>((done, failed) => server.once("error", failed).listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The table's guard has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const client of open) client.destroy();
      }),
  };
};

const answer = (request: RawRequest, callers: Callers, client: Socket, table: Socket): void => {
  const refused = refusal(request, callers);
  if (refused === undefined) table.write(request.bytes);
  else client.write(inBytes(refused));
};

const refusal = ({ operation, authorization, body }: RawRequest, callers: Callers): AccessError | undefined => {
  const askedBy = Object.hasOwn(requiredActions, operation) ? requiredActions[operation] : undefined;
  if (askedBy === undefined) return { type: "UnknownOperationException", message: `${operation} is not known here` };
  const caller = authenticateCaller(callers, authorization);
  if (!("denialOf" in caller)) return caller;
  try {
    return firstDenial(caller, askedBy(JSON.parse(body.toString("utf8"))));
  } catch (error) {
    return { type: "SerializationException", message: messageOf(error) };
  }
};

const inBytes = ({ type, message }: AccessError): string => {
  const body = JSON.stringify({ __type: `com.amazon.coral.service#${type}`, Message: message });
  const head = [
    "HTTP/1.1 400 Bad Request",
    "content-type: application/x-amz-json-1.0",
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
};
