import { randomBytes } from "node:crypto";
import { arnPrefix, region } from "./account.ts";
import { markUse } from "./assembly-cache.ts";
import { startEngine } from "./engines/start-engine.ts";
import { codeOf } from "./errors.ts";
import { openBuses } from "./events/bus-folder.ts";
import { startEventServer } from "./events/event-server.ts";
import { startGatewayServer } from "./gateway/http-server.ts";
import { openKeys } from "./keys/key-folder.ts";
import { startKeyServer } from "./keys/key-server.ts";
import { startObjectStore } from "./objects/server.ts";
import type { ObjectStore, ObjectStoreOptions } from "./objects/settings.ts";
import { checkExposure, highestPort, type LocalOptions } from "./options.ts";
import { createPermissions } from "./permissions/permissions.ts";
import { prepareAssembly } from "./prepare-assembly.ts";
import { openQueues } from "./queues/queue-folder.ts";
import { startQueueServer } from "./queues/queue-server.ts";
import type { State } from "./state.ts";
import { startTableProxy } from "./tables/table-proxy.ts";

/** The servers and stores that must exist before resources of the template can be created. */
export type Services = Awaited<ReturnType<typeof startServices>>;

/** Starts all services concurrently, once the port of the gateway is known to be free; the synthesis takes the longest. */
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

  // First of all: a port in use must be reported at once.
  const gatewayServer = await server(startGatewayServer(host, options.port));
  const stopping = new AbortController();
  const preparing = starting(
    prepareAssembly(options, { adminSecret, state, signal: stopping.signal }),
    () => undefined,
  );
  // Before the wait for its end.
  disposables.defer(() => stopping.abort());
  const engineStarting = starting(startEngine(state.path("table.db"), log), (each) => each.stop());
  const [engine, tableProxy, objects, keyServer, queueServer, eventServer, assembly] = await Promise.all([
    engineStarting,
    server(engineStarting.then(({ endpoint }) => startTableProxy(endpoint, permissions, log))),
    server(startStorage(options.port, storage)),
    server(startKeyServer(keys, permissions)),
    server(startQueueServer(queues.workQueue, log, permissions)),
    server(startEventServer(buses.find, log, permissions)),
    preparing,
  ]);
  disposables.adopt(markUse(assembly, log), (use) => use.stop());
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

/** Storage uses the port after the gateway's, so that its address usually stays the same; any free one if that is in use. */
const startStorage = (gatewayPort: number, options: Omit<ObjectStoreOptions, "port">): Promise<ObjectStore> => {
  const port = gatewayPort === 0 || gatewayPort === highestPort ? 0 : gatewayPort + 1;
  return startObjectStore({ ...options, port }).catch((error: unknown) => {
    if (port === 0 || codeOf(error) !== "EADDRINUSE") throw error;
    return startObjectStore({ ...options, port: 0 });
  });
};

const originOf = (host: string, port: number): string => {
  if (host === "0.0.0.0" || host === "::") return `http://localhost:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
};
