import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { openBuses } from "../../infra/local/events/bus-folder.ts";
import { createFunctionRegistry } from "../../infra/local/functions/registry.ts";
import { createApiRegistry } from "../../infra/local/gateway/api-registry.ts";
import { openKeys } from "../../infra/local/keys/key-folder.ts";
import { openSecrets } from "../../infra/local/keys/secret-folder.ts";
import type { LocalEnvironment } from "../../infra/local/local-environment.ts";
import { createPermissions } from "../../infra/local/permissions/permissions.ts";
import { openQueues } from "../../infra/local/queues/queue-folder.ts";

/** A machine without engines: what a template makes can be looked at, not used. */
export const createTestEnvironment = (folder: string): LocalEnvironment => ({
  account: "000000000000",
  region: "ap-southeast-1",
  origin: "http://localhost:3000",
  asset: (key) => join(folder, key),
  dynamodb: new DynamoDBClient({ region: "ap-southeast-1" }),
  permissions: createPermissions(),
  functions: createFunctionRegistry({}, () => () => undefined),
  apis: createApiRegistry(),
  buckets: new Map(),
  keys: openKeys(join(folder, "keys"), "arn:aws:kms:ap-southeast-1:000000000000"),
  secrets: openSecrets(join(folder, "secrets"), "arn:aws:secretsmanager:ap-southeast-1:000000000000"),
  queues: openQueues(join(folder, "queues"), "arn:aws:sqs:ap-southeast-1:000000000000"),
  queueServerUrl: "http://localhost:9",
  buses: openBuses(join(folder, "events"), "arn:aws:events:ap-southeast-1:000000000000"),
  streamPollers: [],
  queuePollers: [],
  expiringTables: [],
  asynchronousInvocation: new Map(),
});
