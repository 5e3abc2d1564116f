import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { account, arnOf, region } from "./account.ts";
import type { BusFolder } from "./events/bus-folder.ts";
import type { FunctionRegistry } from "./functions/registry.ts";
import { createRegistry, lambdaVariables, openLog } from "./functions/registry.ts";
import type { ApiRegistry } from "./gateway/api-registry.ts";
import { createApiRegistry } from "./gateway/api-registry.ts";
import type { KeyFolder } from "./keys/key-folder.ts";
import type { SecretFolder } from "./keys/secret-folder.ts";
import { openSecrets } from "./keys/secret-folder.ts";
import type { Permissions } from "./permissions/permissions.ts";
import type { AsynchronousSettings, PumpSettings, QueuePumpSettings } from "./pollers/settings.ts";
import type { QueueFolder } from "./queues/queue-folder.ts";
import type { BucketRegistry } from "./resources/s3.ts";
import type { Parts } from "./services.ts";
import type { State } from "./state.ts";
import type { Stops } from "./stops.ts";
import type { ExpiringTable } from "./tables/expiry.ts";
import type { Assembly } from "./template/assembly.ts";

/** What the template's resources are made on. Kinds register here; the service starts what they registered. */
export type Machine = {
  account: string;
  region: string;
  /** `http://host:port` of the gateway, known before anything answers there. */
  origin: string;
  asset(objectKey: string): string;
  dynamodb: DynamoDBClient;
  permissions: Permissions;
  functions: FunctionRegistry;
  apis: ApiRegistry;
  buckets: BucketRegistry;
  keys: KeyFolder;
  secrets: SecretFolder;
  queues: QueueFolder;
  /** Where queues are sent to: `http://host:port`. */
  queueServer: string;
  buses: BusFolder;
  pumps: PumpSettings[];
  queuePumps: QueuePumpSettings[];
  expiringTables: ExpiringTable[];
  /** How functions called by events are tried again, by ARN. */
  asynchronous: Map<string, AsynchronousSettings>;
};

/** What the template is made on, over the parts that run. */
export function buildMachine(
  {
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
    credentials,
    origin,
  }: Parts,
  { asset }: Assembly,
  state: State,
  stops: Stops,
  report: (message: string) => void,
): Machine {
  const endpoints = {
    dynamodb: tableGuard.url,
    s3: objects.url,
    kms: keyServer.url,
    sqs: queueServer.url,
    eventbridge: eventServer.url,
  };
  const client = new DynamoDBClient({ endpoint: engine.endpoint, region, credentials });
  const logOf = (name: string) => openLog(state.path("logs"), name, report);
  return {
    account,
    region,
    origin,
    asset,
    dynamodb: stops.with(client, (each) => each.destroy()),
    permissions,
    functions: stops.with(createRegistry(lambdaVariables(region, endpoints), logOf), (each) => each.close()),
    apis: createApiRegistry(),
    buckets: new Map(),
    keys,
    secrets: openSecrets(state.path("secrets"), arnOf("secretsmanager")),
    queues,
    queueServer: queueServer.url,
    buses,
    pumps: [],
    queuePumps: [],
    expiringTables: [],
    asynchronous: new Map(),
  };
}
