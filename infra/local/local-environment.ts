import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { account, arnPrefix, region } from "./account.ts";
import type { BusFolder } from "./events/bus-folder.ts";
import {
  createFunctionRegistry,
  type FunctionRegistry,
  lambdaVariables,
  openFunctionLog,
} from "./functions/registry.ts";
import { createApiRegistry } from "./gateway/api-registry.ts";
import type { KeyFolder } from "./keys/key-folder.ts";
import { openSecrets, type SecretFolder } from "./keys/secret-folder.ts";
import type { BucketRegistry } from "./objects/settings.ts";
import type { Permissions } from "./permissions/permissions.ts";
import type {
  AsynchronousSettings,
  ExpiringTable,
  QueuePollerSettings,
  StreamPollerSettings,
} from "./pollers/settings.ts";
import type { QueueFolder } from "./queues/queue-folder.ts";
import type { Services } from "./services.ts";
import type { State } from "./state.ts";
import type { Assembly } from "./template/assembly.ts";

/** Where the template's resources are created. Resource handlers register here; the service starts what is registered. */
export type LocalEnvironment = ReturnType<typeof emptyRegistrations> & {
  /** `http://host:port` of the gateway, known before the gateway serves requests. */
  origin: string;
  asset(objectKey: string): string;
  dynamodb: DynamoDBClient;
  permissions: Permissions;
  functions: FunctionRegistry;
  keys: KeyFolder;
  secrets: SecretFolder;
  queues: QueueFolder;
  /** `http://host:port` of the queue server. */
  queueServerUrl: string;
  buses: BusFolder;
};

/** What resource handlers add to. */
export const emptyRegistrations = () => ({
  account,
  region,
  apis: createApiRegistry(),
  buckets: new Map() as BucketRegistry,
  streamPollers: [] as StreamPollerSettings[],
  queuePollers: [] as QueuePollerSettings[],
  expiringTables: [] as ExpiringTable[],
  /** Retries of asynchronous invocations, by ARN of the function. */
  asynchronousInvocation: new Map<string, AsynchronousSettings>(),
});

type EnvironmentOptions = {
  services: Services;
  assembly: Assembly;
  state: State;
  /** Disposes the clients and functions of the environment. */
  disposables: AsyncDisposableStack;
  log: (message: string) => void;
};

export const createLocalEnvironment = (options: EnvironmentOptions): LocalEnvironment => {
  const { services, assembly, state, disposables, log } = options;
  const { engine, keys, queues, buses, permissions, credentials, origin } = services;
  const endpoints = {
    dynamodb: services.tableProxy.url,
    s3: services.objects.url,
    kms: services.keyServer.url,
    sqs: services.queueServer.url,
    eventbridge: services.eventServer.url,
  };
  const client = new DynamoDBClient({ endpoint: engine.endpoint, region, credentials });
  const logOf = (name: string) => openFunctionLog(state.path("logs"), name, log);
  const functions = createFunctionRegistry(lambdaVariables(region, endpoints), logOf);
  return {
    ...emptyRegistrations(),
    origin,
    asset: assembly.asset,
    dynamodb: disposables.adopt(client, (each) => each.destroy()),
    permissions,
    functions: disposables.adopt(functions, (each) => each.close()),
    keys,
    secrets: openSecrets(state.path("secrets"), arnPrefix("secretsmanager")),
    queues,
    queueServerUrl: services.queueServer.url,
    buses,
  };
};
