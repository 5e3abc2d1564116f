import { randomBytes } from "node:crypto";
import { arnOf, region } from "./account.ts";
import type { TableEngine } from "./engines/engine.ts";
import { startEngine } from "./engines/start-engine.ts";
import { codeOf } from "./errors.ts";
import { type BusFolder, openBuses } from "./events/bus-folder.ts";
import { startEventServer } from "./events/event-server.ts";
import { type GatewayServer, startGatewayServer } from "./gateway/http-server.ts";
import { type KeyFolder, openKeys } from "./keys/key-folder.ts";
import { startKeyServer } from "./keys/key-server.ts";
import type { LocalServer } from "./listen.ts";
import { startObjectStore } from "./objects/server.ts";
import type { ObjectStore } from "./objects/settings.ts";
import { type LocalOptions, settleExposure } from "./options.ts";
import type { AccessKey } from "./permissions/caller.ts";
import { type Callers, createPermissions, type Permissions } from "./permissions/permissions.ts";
import { openQueues, type QueueFolder } from "./queues/queue-folder.ts";
import { startQueueServer } from "./queues/queue-server.ts";
import type { State } from "./state.ts";
import type { Stops } from "./stops.ts";
import { synthesize } from "./synthesize.ts";
import { startTableGuard } from "./tables/table-proxy.ts";

/** All that has to run, or be there, before the first resource of the template can be made. */
export type Parts = {
  engine: TableEngine;
  /** The way to the engine that functions are told. */
  tableGuard: LocalServer;
  objects: ObjectStore;
  keyServer: LocalServer;
  keys: KeyFolder;
  queueServer: LocalServer;
  queues: QueueFolder;
  eventServer: LocalServer;
  buses: BusFolder;
  permissions: Permissions;
  /** Listens already, so that its port is known, and answers 503. */
  server: GatewayServer;
  origin: string;
  /** The runtime's own key. No function knows it. */
  credentials: AccessKey;
  /** Folder of the synthesized assembly. */
  assembly: string;
};

/** Starts everything at once, since each takes a while: the synthesis two seconds, the rest tenths of one. */
export async function startParts(
  options: LocalOptions,
  state: State,
  stops: Stops,
  report: (message: string) => void,
): Promise<Parts> {
  const { host, adminSecret } = settleExposure(options);
  const credentials = { accessKeyId: "local", secretAccessKey: randomBytes(20).toString("hex") };
  const permissions = options.permissions ?? createPermissions();
  const keys = openKeys(state.path("keys"), arnOf("kms"));
  const queues = openQueues(state.path("queues"), arnOf("sqs"), report);
  const buses = openBuses(state.path("events"), arnOf("events"));
  const assembly = options.assembly ?? state.path("cdk.out");
  const synthesized = options.assembly
    ? Promise.resolve()
    : synthesize(assembly, options.stage ?? "local", {
        adminSecret,
        loopbackWebhooks: options.loopbackWebhooks ?? false,
      });
  const engineStarting = stops.after(startEngine(state.path("table.db"), report), (each) => each.stop());
  const [engine, tableGuard, objects, keyServer, queueServer, eventServer, server] = await Promise.all([
    engineStarting,
    stops.after(
      engineStarting.then(({ endpoint }) => startTableGuard(endpoint, permissions, report)),
      (each) => each.close(),
    ),
    stops.after(
      startStorage(options.port, { folder: state.path("objects"), credentials, callers: permissions, report }),
      (each) => each.close(),
    ),
    stops.after(startKeyServer(keys, permissions), (each) => each.close()),
    stops.after(startQueueServer(queues.workOf, report, permissions), (each) => each.close()),
    stops.after(startEventServer(buses.find, report, permissions), (each) => each.close()),
    stops.after(startGatewayServer(host, options.port), (each) => each.close()),
    stops.after(synthesized, () => undefined),
  ]);
  const origin = originOf(host, server.port);
  return {
    engine,
    tableGuard,
    objects,
    keyServer,
    keys,
    queueServer,
    queues,
    eventServer,
    buses,
    permissions,
    server,
    credentials,
    assembly,
    origin,
  };
}

type StorageOptions = { folder: string; credentials: AccessKey; callers: Callers; report: (message: string) => void };

/** Storage takes the port after the gateway's, so that its address is the same at every start. */
async function startStorage(gatewayPort: number, options: StorageOptions): Promise<ObjectStore> {
  const port = gatewayPort === 0 ? 0 : gatewayPort + 1;
  return startObjectStore({ ...options, port, region }).catch((error: unknown) => {
    if (codeOf(error) !== "EADDRINUSE") throw error;
    throw new Error(`Port ${port}, where storage listens, is taken; set PORT to another`);
  });
}

function originOf(host: string, port: number): string {
  if (host === "0.0.0.0" || host === "::") return `http://localhost:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
