import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { startScrubs } from "./engines/start-scrubs.ts";
import { startSweeps } from "./expiry/start-sweeps.ts";
import { createGateway } from "./gateway/gateway.ts";
import { routeTable } from "./gateway/route-table.ts";
import type { LocalOptions } from "./options.ts";
import { account, region } from "./place.ts";
import { prepare } from "./prepare.ts";
import { startPumps } from "./pumps/start-pumps.ts";
import { startQueuePumps } from "./pumps/start-queue-pumps.ts";
import { startReplays } from "./pumps/start-replays.ts";
import { createStops, type Stops } from "./stops.ts";
import { connectBuckets } from "./storage.ts";

export type LocalService = {
  /** Where it answers, without a slash at the end. */
  url: string;
  /** Where the table answers whoever has the key of a role. */
  tableUrl: string;
  /** Where storage answers. */
  objectsUrl: string;
  /** Resolves with the reason when the service cannot go on by itself. */
  broken: Promise<string>;
  /** Finishes what is under way and leaves no process behind. */
  close(): Promise<void>;
};

/**
 * Runs the whole stack on this machine, out of the synthesized template. Resolves once every route answers.
 * @throws Error, with nothing left running, when the state is taken, the template is not understood or a port is not free.
 */
export async function startLocal(options: LocalOptions): Promise<LocalService> {
  const stops = createStops();
  try {
    return await start(options, stops);
  } catch (error) {
    await stops.run();
    throw error;
  }
}

async function start(options: LocalOptions, stops: Stops): Promise<LocalService> {
  const report = options.report ?? ((message: string) => console.error(message));
  const { state, parts, machine } = await prepare(options, stops, report);
  const { engine, objects, server, credentials } = parts;

  connectBuckets(machine, objects, report);
  const streams = new DynamoDBStreamsClient({ endpoint: engine.endpoint, region, credentials });
  stops.add(() => streams.destroy());
  stops.with(startPumps(machine, engine, streams, state.path("pumps"), report), (each) => each.stop());
  stops.with(startQueuePumps(machine, report), (each) => each.stop());
  stops.with(startScrubs(engine, report), (each) => each.stop());
  stops.with(startSweeps(machine, report), (each) => each.stop());
  stops.with(startReplays(machine, report), (each) => each.stop());
  server.open(createGateway(routeTable(machine.apis.all(), machine.functions), account, report));
  // Once more, and now first: it drains while all that its answers need is still there.
  stops.add(() => server.close());

  let closing = false;
  const broken = new Promise<string>((resolve) => {
    engine.ended.then((code) => {
      if (!closing) resolve(`The table engine ended with code ${code}`);
    });
  });
  const close = () => {
    closing = true;
    return stops.run();
  };
  return { url: machine.origin, tableUrl: parts.tableGuard.url, objectsUrl: objects.url, broken, close };
}
