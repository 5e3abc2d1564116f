import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { arnPrefix, region } from "../../infra/local/account.ts";
import { openBuses } from "../../infra/local/events/bus-folder.ts";
import { createFunctionRegistry } from "../../infra/local/functions/registry.ts";
import { openKeys } from "../../infra/local/keys/key-folder.ts";
import { openSecrets } from "../../infra/local/keys/secret-folder.ts";
import { emptyRegistrations, type LocalEnvironment } from "../../infra/local/local-environment.ts";
import { createPermissions } from "../../infra/local/permissions/permissions.ts";
import { openQueues } from "../../infra/local/queues/queue-folder.ts";

/** An environment without engines: what a template creates can be inspected, but not used. */
export const createTestEnvironment = (folder: string): LocalEnvironment => ({
  ...emptyRegistrations(),
  origin: "http://localhost:3000",
  asset: (key) => join(folder, key),
  dynamodb: new DynamoDBClient({ region }),
  permissions: createPermissions(),
  functions: createFunctionRegistry({}, () => () => undefined),
  keys: openKeys(join(folder, "keys"), arnPrefix("kms")),
  secrets: openSecrets(join(folder, "secrets"), arnPrefix("secretsmanager")),
  queues: openQueues(join(folder, "queues"), arnPrefix("sqs")),
  queueServerUrl: "http://localhost:9",
  buses: openBuses(join(folder, "events"), arnPrefix("events")),
});
