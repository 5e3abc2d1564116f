import type { Context } from "aws-lambda";
import type { Dependencies } from "../../../functions/shared/dependencies.ts";
import type { ApiEvent, ApiResponse } from "../../../functions/shared/event.ts";
import { serve } from "../../../functions/shared/http.ts";
import { createIds } from "../../../lib/shared/ids.ts";
import { createCursors } from "../../../lib/table/cursor.ts";
import { createTable } from "../../../lib/table/table.ts";
import { clientOf, type Network } from "./network.ts";
import { operations, replays } from "./operations.ts";
import type { Process } from "./process.ts";

const cursors = createCursors("a secret of the simulation");
const hexDigits = 32;

/** What a process works with: the table through its own client, the time and chance of the simulation. */
export const dependenciesOf = (network: Network, process: Process): Dependencies => {
  const { scheduler, random, tap } = network;
  const clock = () => Math.floor(scheduler.now);
  const newToken = () => Buffer.from(random.bytes(hexDigits / 2)).toString("hex");
  const retryRuntime = {
    now: () => tap.now?.() ?? scheduler.now,
    pause: (milliseconds: number) => process.sleep(milliseconds),
    random: () => random.next(),
  };
  return {
    table: createTable(clientOf(network, process), "simulated", newToken, retryRuntime),
    clock,
    newId: createIds(clock, (count) => random.bytes(count)),
    cursors,
  };
};

type Handler = (event: ApiEvent, context: Context) => Promise<ApiResponse>;
type Server = { handler: Handler; using: Dependencies | undefined };

/** The functions behind the HTTP layer, made once and used by one process after the other. */
const idle: Server[] = [];

const createServer = (): Server => {
  const server: Server = {
    handler: serve(operations, { replays }, () => {
      if (!server.using) throw new Error("A server without a process");
      return server.using;
    }),
    using: undefined,
  };
  return server;
};

/** Has a process answer a request. A server whose process dies on the way is free again as soon as it is known. */
export const answer = async (network: Network, process: Process, event: ApiEvent): Promise<ApiResponse> => {
  const server = idle.pop() ?? createServer();
  server.using = dependenciesOf(network, process);
  void process.death.then(() => idle.push(server));
  const answered = await server.handler(event, {} as Context);
  idle.push(server);
  return answered;
};
