import type { Context } from "aws-lambda";
import { operations as articles } from "../../../functions/articles/operations.ts";
import { operations as awards } from "../../../functions/awards/operations.ts";
import { operations as clients } from "../../../functions/clients/operations.ts";
import { operations as meetings } from "../../../functions/meetings/operations.ts";
import { operations as members } from "../../../functions/members/operations.ts";
import { operations as organisations } from "../../../functions/organisations/operations.ts";
import { createPhotoOperations, createPhotoReplays } from "../../../functions/photos/operations.ts";
import type { Dependencies } from "../../../functions/shared/dependencies.ts";
import type { ApiEvent, ApiResponse } from "../../../functions/shared/event.ts";
import { serve } from "../../../functions/shared/http.ts";
import { operation } from "../../../functions/shared/operation.ts";
import { operations as webhooks } from "../../../functions/webhooks/operations.ts";
import { uploadsPrefix } from "../../../lib/contract/environment.ts";
import { webhooksRoutes } from "../../../lib/contract/routes/webhooks.ts";
import type { UploadSettings } from "../../../lib/photos/announce.ts";
import { createExternalIdHash } from "../../../lib/records/erased-ids.ts";
import { createIds } from "../../../lib/shared/ids.ts";
import { createCursors } from "../../../lib/table/cursor.ts";
import { createTable } from "../../../lib/table/table.ts";
import { createWebhook, type ReceiverCheck, updateWebhook } from "../../../lib/webhooks/writes.ts";
import { testPhotoPresenter } from "../../support/photo-presenter.ts";
import { clientOf, type Network } from "./network.ts";
import type { Process } from "./process.ts";

/** Fictitious upload URLs that contain the key; signing calls no service. */
const uploads = (): UploadSettings => ({
  prefix: uploadsPrefix,
  signer: {
    sign: async ({ key }, now) => ({
      method: "PUT",
      url: `https://storage.example/${key}`,
      headers: {},
      expiresAt: now,
    }),
  },
});

/** Every name resolves to a public address. */
const receiverCheck: ReceiverCheck = { receivers: { loopback: false }, resolve: async () => ["93.184.215.14"] };

const secret = "whsec_c2ltdWxhdGVk";

/** All operations that write records, and those that callers read them with. */
export const operations = {
  ...articles,
  ...meetings,
  ...members,
  ...organisations,
  ...awards,
  ...clients,
  ...createPhotoOperations({ uploads, presenterFor: () => testPhotoPresenter }),
  createWebhook: operation(webhooksRoutes.createWebhook, (request, context) =>
    createWebhook(context, request.validation(), { secret, receiverCheck, language: "en" }),
  ),
  updateWebhook: operation(webhooksRoutes.updateWebhook, (request, context) =>
    updateWebhook(context, request.params.webhookId, {
      precondition: request.precondition,
      change: request.change,
      receiverCheck,
      language: "en",
    }),
  ),
  getWebhook: webhooks.getWebhook,
  deleteWebhook: webhooks.deleteWebhook,
};

export type SimulatedOperation = keyof typeof operations;

const replays = createPhotoReplays(uploads);

const cursors = createCursors("a secret of the simulation");
const hashExternalId = createExternalIdHash(() => "a secret of the simulation");
const hexDigits = 32;

/** The dependencies of a process: a table client of its own, and the simulated time and randomness. */
export const dependenciesOf = (network: Network, process: Process): Dependencies => {
  const { scheduler, random, interceptor } = network;
  const clock = () => Math.floor(scheduler.now);
  const newToken = () => Buffer.from(random.bytes(hexDigits / 2)).toString("hex");
  const retryRuntime = {
    now: () => interceptor.now?.() ?? scheduler.now,
    pause: (milliseconds: number) => process.sleep(milliseconds),
    random: () => random.next(),
  };
  return {
    table: createTable(clientOf(network, process), "simulated", newToken, retryRuntime),
    clock,
    newId: createIds(clock, (count) => random.bytes(count)),
    cursors,
    hashExternalId,
  };
};

type Handler = (event: ApiEvent, context: Context) => Promise<ApiResponse>;
type Server = { handler: Handler; dependencies: Dependencies | undefined };

/** Idle servers, which processes reuse. */
const idle: Server[] = [];

const createServer = (): Server => {
  const server: Server = {
    handler: serve(operations, { replays }, () => {
      if (!server.dependencies) throw new Error("A server without a process");
      return server.dependencies;
    }),
    dependencies: undefined,
  };
  return server;
};

/** Handles a request in a process. The server of a crashed process is reused. */
export const handleRequest = async (network: Network, process: Process, event: ApiEvent): Promise<ApiResponse> => {
  const server = idle.pop() ?? createServer();
  server.dependencies = dependenciesOf(network, process);
  void process.death.then(() => idle.push(server));
  const response = await server.handler(event, {} as Context);
  idle.push(server);
  return response;
};
