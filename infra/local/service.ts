/// <reference lib="esnext.disposable" />
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { region } from "./account.ts";
import { startScrubbing } from "./engines/start-engine.ts";
import { defaultAsynchronousSettings, invokeAsynchronously } from "./functions/invoke-asynchronously.ts";
import { createGateway } from "./gateway/gateway.ts";
import { createRoutes } from "./gateway/routes.ts";
import { createLocalEnvironment, type LocalEnvironment } from "./local-environment.ts";
import type { ObjectStore } from "./objects/settings.ts";
import { checkExposure, type LocalOptions } from "./options.ts";
import { startQueuePollers, startStreamPollers } from "./pollers/start-pollers.ts";
import { startReplays } from "./queues/replay.ts";
import { resourceHandlers } from "./resources/resource-handlers.ts";
import { type Services, startServices } from "./services.ts";
import { lockState, type State } from "./state.ts";
import { startExpiry } from "./tables/expiry.ts";
import { readAssembly } from "./template/assembly.ts";
import { createStacks } from "./template/create-stacks.ts";

export type LocalService = {
  /** The URL of the API, without a trailing slash. */
  url: string;
  /** The endpoint of the table; needs the access key of a role. */
  tableUrl: string;
  /** The endpoint of storage. */
  objectsUrl: string;
  /** Resolves with the reason when the service cannot continue. */
  broken: Promise<string>;
  /** Completes running requests and ends all processes. */
  close(): Promise<void>;
};

/**
 * Runs the complete stack of the synthesized template on this machine. Resolves once every route can be called.
 * @throws Error, with everything stopped, when the state is in use, the template has an unknown resource or a port is taken.
 */
export const startLocal = async (options: LocalOptions): Promise<LocalService> => {
  const disposables = new AsyncDisposableStack();
  try {
    return await start(options, disposables);
  } catch (error) {
    await disposables.disposeAsync();
    throw error;
  }
};

const start = async (options: LocalOptions, disposables: AsyncDisposableStack): Promise<LocalService> => {
  const log = options.log ?? ((message: string) => console.error(message));
  const { state, services, environment } = await prepareStack(options, disposables, log);
  const { engine, objects, gatewayServer, credentials } = services;
  const running = (each: { stop(): Promise<void> }) => disposables.defer(() => each.stop());

  openBuckets(environment, objects, log);
  const streams = new DynamoDBStreamsClient({ endpoint: engine.endpoint, region, credentials });
  disposables.defer(() => streams.destroy());
  running(startStreamPollers(environment, { engine, streams, positionsFolder: state.path("pollers"), log }));
  running(startQueuePollers(environment, log));
  running(startScrubbing(engine, log));
  running(startExpiry(environment, log));
  running(startReplays(environment, log));
  const routes = createRoutes(environment.apis.all(), environment.functions);
  gatewayServer.open(createGateway(routes, log));
  // Closed again, and now first: running requests still need everything above.
  disposables.defer(() => gatewayServer.close());

  let closing: Promise<void> | undefined;
  const broken = new Promise<string>((resolve) => {
    engine.ended.then((code) => {
      if (closing === undefined) resolve(`The table engine ended with code ${code}`);
    });
  });
  const close = () => {
    closing ??= disposables.disposeAsync();
    return closing;
  };
  return { url: environment.origin, tableUrl: services.tableProxy.url, objectsUrl: objects.url, broken, close };
};

/** The created stack before anything runs on it: no function is called and no event is delivered. */
export type PreparedStack = { state: State; services: Services; environment: LocalEnvironment };

/**
 * Creates all resources of the template on this machine. `disposables` releases them, also after an error.
 * @throws Error when the state is in use, the template has an unknown resource or a port is taken.
 */
export const prepareStack = async (
  options: LocalOptions,
  disposables: AsyncDisposableStack,
  log: (message: string) => void,
): Promise<PreparedStack> => {
  // Checked first, so that a rejected start changes nothing.
  checkExposure(options);
  const state = disposables.adopt(lockState(options.state), (each) => each.release());
  const services = await startServices(options, { state, disposables, log });
  const assembly = readAssembly(services.assembly);
  const environment = createLocalEnvironment({ services, assembly, state, disposables, log });
  await createStacks(assembly, resourceHandlers, environment);
  const missing = environment.permissions.missingAccess();
  if (missing.length > 0) throw new Error(`Roles lack permissions that Lambda requires:\n${missing.join("\n")}`);
  return { state, services, environment };
};

/** Opens the buckets of the template; their notifications invoke functions. */
const openBuckets = (environment: LocalEnvironment, objects: ObjectStore, log: (message: string) => void): void => {
  const { buckets, functions, asynchronousInvocation, queues } = environment;
  for (const { notifications, ...bucket } of buckets.values()) {
    objects.addBucket(bucket);
    for (const { prefix, suffix, functionArn } of notifications) {
      const target = functions.find(functionArn);
      const settings = asynchronousInvocation.get(target.arn) ?? defaultAsynchronousSettings;
      objects.onCreated(bucket.name, prefix, suffix, (event) =>
        invokeAsynchronously(target, event, { settings, queues, log }),
      );
    }
  }
};
