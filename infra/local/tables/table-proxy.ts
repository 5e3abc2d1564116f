import { connect, createServer, type Socket } from "node:net";
import { messageOf } from "../errors.ts";
import { type LocalServer, listen } from "../listen.ts";
import { type AccessError, authenticateCaller, type Callers, firstDenial } from "../permissions/caller.ts";
import { createRequestReader, type RawRequest } from "./request-reader.ts";
import { requiredActions } from "./required-actions.ts";

/**
 * A proxy in front of the table engine, which has no access control: forwards the requests that the caller's role allows,
 * byte by byte, and rejects others as DynamoDB does. Responses are not inspected. Functions know only this endpoint.
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
        for (const request of reader.read(bytes)) forward(request, { callers, client, table });
      } catch (error) {
        log(`Table proxy: ${messageOf(error)}`);
        client.destroy();
      }
    });
    table.pipe(client);
    // When one side closes, the other is closed too; the caller retries on a new connection.
    for (const [one, other] of [
      [client, table],
      [table, client],
    ] as const)
      one.on("error", () => other.destroy()).on("close", () => other.destroy());
    client.on("close", () => open.delete(client));
  });
  const listening = await listen(server, 0, "127.0.0.1");
  const close = () => {
    const closed = listening.close();
    for (const client of open) client.destroy();
    return closed;
  };
  return { ...listening, close };
};

type Connection = { callers: Callers; client: Socket; table: Socket };

const forward = (request: RawRequest, { callers, client, table }: Connection): void => {
  const denial = denialOf(request, callers);
  if (denial === undefined) table.write(request.bytes);
  else client.write(renderError(denial));
};

const denialOf = ({ operation, authorization, body }: RawRequest, callers: Callers): AccessError | undefined => {
  const requestsOf = Object.hasOwn(requiredActions, operation) ? requiredActions[operation] : undefined;
  if (requestsOf === undefined)
    return { type: "UnknownOperationException", message: `The operation ${operation} is not supported` };
  const caller = authenticateCaller(callers, authorization);
  if (!("denialOf" in caller)) return caller;
  try {
    return firstDenial(caller, requestsOf(JSON.parse(body.toString("utf8"))));
  } catch (error) {
    return { type: "SerializationException", message: messageOf(error) };
  }
};

const renderError = ({ type, message }: AccessError): string => {
  const body = JSON.stringify({ __type: `com.amazon.coral.service#${type}`, Message: message });
  const head = [
    "HTTP/1.1 400 Bad Request",
    "content-type: application/x-amz-json-1.0",
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
};
