import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { BusFolder } from "./events/bus-folder.ts";
import type { ExpiringTable } from "./expiry/sweep.ts";
import type { FunctionRegistry } from "./functions/registry.ts";
import type { ApiRegistry } from "./gateway/registry.ts";
import type { KeyFolder } from "./keys/key-folder.ts";
import type { BucketRegistry } from "./kinds/bucket-registry.ts";
import type { Permissions } from "./permissions/permissions.ts";
import type { AsynchronousSettings, PumpSettings, QueuePumpSettings } from "./pumps/settings.ts";
import type { QueueFolder } from "./queues/queue-folder.ts";
import type { SecretFolder } from "./secrets/secret-folder.ts";

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
