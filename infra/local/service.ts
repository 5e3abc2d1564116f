import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { account, region } from "./account.ts";
import { startScrubs } from "./engines/start-engine.ts";
import { callForEvent, defaultRetries } from "./functions/invoke-asynchronously.ts";
import { createGateway } from "./gateway/gateway.ts";
import { routeTable } from "./gateway/routes.ts";
import type { Machine } from "./local-environment.ts";
import { buildMachine } from "./local-environment.ts";
import type { ObjectStore } from "./objects/settings.ts";
import { type LocalOptions, settleExposure } from "./options.ts";
import { startPumps, startQueuePumps } from "./pollers/start-pollers.ts";
import { startReplays } from "./queues/replay.ts";
import { kinds } from "./resources/resource-handlers.ts";
import { type Parts, startParts } from "./services.ts";
import { type State, takeState } from "./state.ts";
import { createStops, type Stops } from "./stops.ts";
import { startSweeps } from "./tables/expiry.ts";
import { readAssembly } from "./template/assembly.ts";
import { makeStacks } from "./template/create-stacks.ts";

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

/** Everything of the template, made and standing still: nothing is called, and no event is carried anywhere. */
export type Prepared = { state: State; parts: Parts; machine: Machine };

/**
 * Makes the whole stack on this machine. What has to be stopped is in `stops`, also when it throws.
 * @throws Error when the state is taken, the template is not understood or a port is not free.
 */
export async function prepare(
  options: LocalOptions,
  stops: Stops,
  report: (message: string) => void,
): Promise<Prepared> {
  // Before anything is made: a start that is refused leaves nothing behind.
  settleExposure(options);
  const state = stops.with(takeState(options.state), (each) => each.release());
  const parts = await startParts(options, state, stops, report);
  const assembly = readAssembly(parts.assembly);
  const machine = buildMachine(parts, assembly, state, stops, report);
  await makeStacks(assembly, kinds, machine);
  const lacking = machine.permissions.unmet();
  if (lacking.length > 0) throw new Error(`Roles do not allow what Lambda needs of them:\n${lacking.join("\n")}`);
  return { state, parts, machine };
}

/** Makes the planned buckets, and lets their notifications call their functions. */
export function connectBuckets(machine: Machine, objects: ObjectStore, report: (message: string) => void): void {
  for (const { notifications, ...bucket } of machine.buckets.values()) {
    objects.addBucket(bucket);
    for (const { prefix, suffix, functionArn } of notifications) {
      const target = machine.functions.find(functionArn);
      const retries = machine.asynchronous.get(target.arn) ?? defaultRetries;
      objects.onCreated(bucket.name, prefix, suffix, (event) =>
        callForEvent(target, event, retries, machine.queues, report),
      );
    }
  }
}
