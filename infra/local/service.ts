import { randomBytes } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { startEngine } from "./engines/start-engine.ts";
import { openLog } from "./functions/log-file.ts";
import { createRegistry } from "./functions/registry.ts";
import { createGateway } from "./gateway/gateway.ts";
import { startGatewayServer } from "./gateway/http-server.ts";
import { createApiRegistry } from "./gateway/registry.ts";
import { routeTable } from "./gateway/route-table.ts";
import { openKeys } from "./keys/key-folder.ts";
import { startKeyServer } from "./keys/key-server.ts";
import { kinds } from "./kinds/kinds.ts";
import { lambdaVariables } from "./lambda-variables.ts";
import type { Machine } from "./machine.ts";
import { startObjectStore } from "./objects/server.ts";
import { type LocalOptions, settleExposure } from "./options.ts";
import { startPumps } from "./pumps/start-pumps.ts";
import { openQueues } from "./queues/queue-folder.ts";
import { openSecrets } from "./secrets/secret-folder.ts";
import { takeState } from "./state.ts";
import { createStops } from "./stops.ts";
import { connectBuckets } from "./storage.ts";
import { synthesize } from "./synthesize.ts";
import { readAssembly } from "./template/assembly.ts";
import { makeStacks } from "./template/make.ts";

export type LocalService = {
  /** Where it answers, without a slash at the end. */
  url: string;
  /** Where storage answers. */
  objectsUrl: string;
  /** Resolves with the reason when the service cannot go on by itself. */
  broken: Promise<string>;
  /** Finishes what is under way and leaves no process behind. */
  close(): Promise<void>;
};

const account = "000000000000";
const region = "ap-southeast-1";
const arn = (service: string) => `arn:aws:${service}:${region}:${account}`;

/** Runs the whole stack on this machine, out of the synthesized template. Resolves once every route answers. */
export async function startLocal(options: LocalOptions): Promise<LocalService> {
  const { host, adminSecret } = settleExposure(options);
  const report = options.report ?? ((message: string) => console.error(message));
  const state = takeState(options.state);
  const stops = createStops();
  stops.add(async () => state.release());
  try {
    const folder = options.assembly ?? state.path("cdk.out");
    // Only the functions are told: whoever has the secret can sign requests to storage.
    const credentials = { accessKeyId: "local", secretAccessKey: randomBytes(20).toString("hex") };
    const keys = openKeys(state.path("keys"), arn("kms"));
    const [engine, objects, keyServer, server] = await Promise.all([
      stops.after(startEngine(state.path("table.db"), report), (each) => each.stop()),
      stops.after(
        startObjectStore({
          folder: state.path("objects"),
          port: options.port === 0 ? 0 : options.port + 1,
          credentials,
          region,
          report,
        }),
        (each) => each.close(),
      ),
      stops.after(startKeyServer(keys), (each) => each.close()),
      stops.after(startGatewayServer(host, options.port), (each) => each.close()),
      options.assembly ?? synthesize(folder, options.stage ?? "local", adminSecret),
    ]);
    const client = { endpoint: engine.endpoint, region, credentials };
    const assembly = readAssembly(folder);
    const machine: Machine = {
      account,
      region,
      origin: `http://${host === "localhost" || host === "0.0.0.0" ? "localhost" : host}:${server.port}`,
      asset: assembly.asset,
      dynamodb: stops.with(new DynamoDBClient(client), (each) => each.destroy()),
      functions: stops.with(
        createRegistry(
          lambdaVariables(region, credentials, {
            dynamodb: engine.endpoint,
            s3: objects.url,
            kms: keyServer.url,
          }),
          (name) => openLog(state.path("logs"), name, report),
        ),
        (each) => each.close(),
      ),
      apis: createApiRegistry(),
      buckets: new Map(),
      keys,
      secrets: openSecrets(state.path("secrets"), arn("secretsmanager")),
      queues: openQueues(state.path("queues"), arn("sqs")),
      pumps: [],
      asynchronous: new Map(),
    };
    await makeStacks(assembly, kinds, machine);
    connectBuckets(machine, objects, report);
    const streams = stops.with(new DynamoDBStreamsClient(client), (each) => each.destroy());
    stops.with(startPumps(machine, engine, streams, state.path("pumps"), report), (each) => each.stop());
    server.open(createGateway(routeTable(machine.apis.all(), machine.functions), account, report));
    // Once more, and now first: it drains while all that answers need is still there.
    stops.add(() => server.close());
    let closing = false;
    return {
      url: machine.origin,
      objectsUrl: objects.url,
      broken: engine.ended.then((code) =>
        closing ? new Promise<string>(() => undefined) : `The table engine ended with code ${code}`,
      ),
      close: () => {
        closing = true;
        return stops.run();
      },
    };
  } catch (error) {
    await stops.run();
    throw error;
  }
}
