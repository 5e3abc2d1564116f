import { randomBytes } from "node:crypto";
import { arnPrefix, region } from "./account.ts";
import { startEngine } from "./engines/start-engine.ts";
import { codeOf } from "./errors.ts";
import { openBuses } from "./events/bus-folder.ts";
import { startEventServer } from "./events/event-server.ts";
import { startGatewayServer } from "./gateway/http-server.ts";
import { openKeys } from "./keys/key-folder.ts";
import { startKeyServer } from "./keys/key-server.ts";
import { startObjectStore } from "./objects/server.ts";
import type { ObjectStore, ObjectStoreOptions } from "./objects/settings.ts";
import { checkExposure, type LocalOptions } from "./options.ts";
import { createPermissions } from "./permissions/permissions.ts";
import { openQueues } from "./queues/queue-folder.ts";
import { startQueueServer } from "./queues/queue-server.ts";
import type { State } from "./state.ts";
import { synthesize } from "./synthesize.ts";
import { startTableProxy } from "./tables/table-proxy.ts";

/** The servers and stores that must exist before resources of the template can be created. */
export type Services = Awaited<ReturnType<typeof startServices>>;

/** Synthesizes the assembly unless the options name one; returns its folder. */
const synthesizeAssembly = async (options: LocalOptions, state: State, adminSecret: string): Promise<string> => {
  if (options.assembly !== undefined) return options.assembly;
  const folder = state.path("cdk.out");
  const { stage = "local", loopbackWebhooks = false } = options;
  await synthesize(folder, stage, { adminSecret, loopbackWebhooks });
  return folder;
};

/** Starts all services concurrently; the synthesis takes about two seconds, each of the others a few tenths. */
export const startServices = async (
  options: LocalOptions,
  { state, disposables, log }: { state: State; disposables: AsyncDisposableStack; log: (message: string) => void },
) => {
  const { host, adminSecret } = checkExposure(options);
  const credentials = { accessKeyId: "local", secretAccessKey: randomBytes(20).toString("hex") };
  const permissions = options.permissions ?? createPermissions();
  const keys = openKeys(state.path("keys"), arnPrefix("kms"));
  const queues = openQueues(state.path("queues"), arnPrefix("sqs"), log);
  const buses = openBuses(state.path("events"), arnPrefix("events"));
  const storage = { folder: state.path("objects"), credentials, callers: permissions, region, log };

  /** Also disposes a service that is still starting when another one fails. */
  const starting = <T>(start: Promise<T>, stop: (started: T) => Promise<void> | void): Promise<T> => {
    disposables.defer(() => start.then(stop, () => undefined));
    return start;
  };
  const server = <T extends { close(): Promise<void> }>(start: Promise<T>) => starting(start, (each) => each.close());

  const engineStarting = starting(startEngine(state.path("table.db"), log), (each) => each.stop());
  const [engine, tableProxy, objects, keyServer, queueServer, eventServer, gatewayServer, assembly] = await Promise.all(
    [
      engineStarting,
      server(engineStarting.then(({ endpoint }) => startTableProxy(endpoint, permissions, log))),
      server(startStorage(options.port, storage)),
      server(startKeyServer(keys, permissions)),
      server(startQueueServer(queues.workQueue, log, permissions)),
      server(startEventServer(buses.find, log, permissions)),
      server(startGatewayServer(host, options.port)),
      starting(synthesizeAssembly(options, state, adminSecret), () => undefined),
    ],
  );
  return {
    engine,
    /** Proxy in front of the engine; functions get this endpoint. */
    tableProxy,
    objects,
    keyServer,
    keys,
    queueServer,
    queues,
    eventServer,
    buses,
    permissions,
    /** Listens, so that its port is known, and returns 503 until a gateway is opened. */
    gatewayServer,
    /** The runtime's own access key. No function gets it. */
    credentials,
    /** The folder of the synthesized assembly. */
    assembly,
    origin: originOf(host, gatewayServer.port),
  };
};

/** Storage uses the port after the gateway's, so that its address stays the same across starts. */
const startStorage = (gatewayPort: number, options: Omit<ObjectStoreOptions, "port">): Promise<ObjectStore> => {
  const port = gatewayPort === 0 ? 0 : gatewayPort + 1;
  return startObjectStore({ ...options, port }).catch((error: unknown) => {
    if (codeOf(error) !== "EADDRINUSE") throw error;
    throw new Error(`Port ${port}, which storage uses, is already in use; set PORT to another port`);
  });
};

const originOf = (host: string, port: number): string => {
  if (host === "0.0.0.0" || host === "::") return `http://localhost:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
};
