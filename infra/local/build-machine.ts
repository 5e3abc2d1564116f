import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { openLog } from "./functions/log-file.ts";
import { createRegistry } from "./functions/registry.ts";
import { createApiRegistry } from "./gateway/registry.ts";
import { lambdaVariables } from "./lambda-variables.ts";
import type { Machine } from "./machine.ts";
import type { Parts } from "./parts.ts";
import { account, arnOf, region } from "./place.ts";
import { openSecrets } from "./secrets/secret-folder.ts";
import type { State } from "./state.ts";
import type { Stops } from "./stops.ts";
import type { Assembly } from "./template/assembly.ts";

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
