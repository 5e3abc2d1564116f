import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import { findDynoxide, startDynoxide } from "../../infra/local/engines/dynoxide.ts";
import type { TableEngine } from "../../infra/local/engines/engine.ts";
import { openBuses } from "../../infra/local/events/bus-folder.ts";
import { startEventServer } from "../../infra/local/events/event-server.ts";
import { keyVariables, lambdaVariables } from "../../infra/local/functions/registry.ts";
import { openKeys } from "../../infra/local/keys/key-folder.ts";
import { startKeyServer } from "../../infra/local/keys/key-server.ts";
import { startObjectStore } from "../../infra/local/objects/server.ts";
import { openQueues } from "../../infra/local/queues/queue-folder.ts";
import { queueUrlOf, startQueueServer } from "../../infra/local/queues/queue-server.ts";
import { ensureTable } from "../../infra/local/tables/create-table.ts";
import { toKebabCase } from "../../infra/names.ts";
import { erasuresPrefix, renditionsPrefix, uploadsPrefix, type Variable } from "../../lib/contract/environment.ts";
import { type FunctionName, functions } from "../../lib/contract/functions.ts";
import { credentials, region, tableProperties } from "../../test/support/table.ts";

/** Table, keys, queues and storage for functions, without a gateway. */
export type BenchEnvironment = {
  /** Endpoint of the table's engine. */
  endpoint: string;
  bucketName: string;
  /** Variables that Lambda sets, and those of the contract. */
  variables: { lambda: Record<string, string>; contract: Record<Variable, string> };
  close(): Promise<void>;
};

export const tableName = "dangbo-bench";
const bucketName = "dangbo-bench-photos";
const busName = "dangbo-bench";

const failLoudly = (message: string) => {
  throw new Error(message);
};
const redriveTo = (deadLetterArn: string) => ({ deadLetterArn, maxReceives: 5, visibilityTimeout: 60 });
const end = (service: { stop(): Promise<void> } | { close(): Promise<void> }) =>
  "stop" in service ? service.stop() : service.close();

type StartEngine = (program: string, folder: string) => Promise<Pick<TableEngine, "endpoint" | "stop">>;
const startEmpty: StartEngine = (program, folder) => startDynoxide(program, join(folder, "table.db"));

/**
 * Starts the engines on a temporary folder. Throws where dynoxide is not available for this machine.
 * @param startEngine starts an engine whose table may already hold items
 */
export const startEnvironment = async (startEngine: StartEngine = startEmpty): Promise<BenchEnvironment> => {
  const program = findDynoxide();
  if (!program) throw new Error("The bench counts the capacity that dynoxide reports; @dynoxide/linux-x64 is missing");
  const folder = mkdtempSync(join(tmpdir(), "dangbo-bench-"));
  const keys = openKeys(join(folder, "keys"), `arn:aws:kms:${region}:000000000000`);
  const queues = openQueues(join(folder, "queues"), `arn:aws:sqs:${region}:000000000000`, failLoudly);
  const buses = openBuses(join(folder, "events"), `arn:aws:events:${region}:000000000000`);
  buses.create(busName);
  const [engine, objects, keyServer, queueServer, eventServer] = await Promise.all([
    startEngine(program, folder),
    startObjectStore({ folder: join(folder, "objects"), port: 0, credentials, region }),
    startKeyServer(keys),
    startQueueServer(queues.workQueue, failLoudly),
    startEventServer(buses.find, failLoudly),
  ]);
  const queueNamed = (name: string) =>
    queueUrlOf(queueServer.url, queues.create(name, redriveTo(queues.create(`${name}-dlq`))));
  objects.addBucket({ name: bucketName, versioned: true, cors: [] });
  const client = new DynamoDBClient({ endpoint: engine.endpoint, region, credentials });
  await ensureTable(client, tableName, tableProperties);
  client.destroy();
  const endpoints = {
    dynamodb: engine.endpoint,
    s3: objects.url,
    kms: keyServer.url,
    sqs: queueServer.url,
    eventbridge: eventServer.url,
  };
  return {
    endpoint: engine.endpoint,
    bucketName,
    variables: {
      lambda: { ...lambdaVariables(region, endpoints), ...keyVariables(credentials) },
      contract: {
        TABLE_NAME: tableName,
        BUCKET_NAME: bucketName,
        CURSOR_KEY: "a secret of the bench",
        ERASED_ID_KEY: "a secret of the bench",
        TOKEN_ISSUER: "http://localhost",
        SIGNING_KEY_IDS: keys.getOrCreate("tokens").id,
        ADMIN_CLIENT_SECRET: "a secret of the bench",
        PAGES_URL: "http://localhost",
        PICTURE_HOST: "storage",
        UPLOADS_PREFIX: uploadsPrefix,
        RENDITIONS_PREFIX: renditionsPrefix,
        ERASURES_PREFIX: erasuresPrefix,
        WEBHOOK_DELIVERY_QUEUE_URL: queueNamed("webhookDelivery"),
        ERASURE_PROCESSOR_QUEUE_URL: queueNamed("erasureProcessor"),
        EVENT_BUS_NAME: busName,
        WEBHOOK_RECEIVERS: "public",
      },
    },
    close: async () => {
      await Promise.all([engine, objects, keyServer, queueServer, eventServer].map(end));
      rmSync(folder, { recursive: true });
    },
  };
};

const functionsFolder = join(import.meta.dirname, "../../functions");

/** The handler file of each function of the contract. */
export const handlerSources = (): { name: FunctionName; file: string }[] =>
  (Object.keys(functions) as FunctionName[]).map((name) => ({
    name,
    file: join(functionsFolder, toKebabCase(name), "handler.ts"),
  }));

export type Handler = (event: unknown, context: Context) => Promise<unknown>;
export type Handlers = ReadonlyMap<FunctionName, Handler>;

/**
 * Loads every function into this process, with the table behind `tableEndpoint`. Functions read their variables at the
 * first call, so this process gets all of them.
 */
export const loadHandlers = async ({ variables }: BenchEnvironment, tableEndpoint: string): Promise<Handlers> => {
  Object.assign(process.env, variables.lambda, variables.contract, { AWS_ENDPOINT_URL_DYNAMODB: tableEndpoint });
  const loaded = handlerSources().map(async ({ name, file }) => {
    const { handler }: { handler: Handler } = await import(file);
    return [name, handler] as const;
  });
  return new Map(await Promise.all(loaded));
};
