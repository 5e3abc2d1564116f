import type { Context } from "aws-lambda";
import type { ApiEvent, ApiResponse } from "../../functions/shared/event.ts";
import { uploadsPrefix, type Variable } from "../../lib/contract/environment.ts";
import type { FunctionName } from "../../lib/contract/functions.ts";
import { type OperationName, routes } from "../../lib/contract/routes.ts";
import { apiEvent, type RequestParts } from "./api-event.ts";
import { startTable } from "./table.ts";
import { rootCaller } from "./world.ts";

type Handler = (event: ApiEvent, context: Context) => Promise<ApiResponse>;
export type OperationResponse = { status: number; headers: Record<string, string>; json: unknown };

/** Calls the deployed handlers of the functions without a gateway, on a table of their own. */
export const startApi = async () => {
  const engine = await startTable();
  const before = { ...process.env };
  const variables: Partial<Record<Variable, string>> = {
    TABLE_NAME: engine.tableName,
    CURSOR_KEY: "a secret of the tests",
    ERASED_ID_KEY: "a secret of the tests",
    BUCKET_NAME: "photos",
    UPLOADS_PREFIX: uploadsPrefix,
    WEBHOOK_RECEIVERS: "public",
  };
  Object.assign(process.env, variables, {
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_REGION: engine.region,
    AWS_ACCESS_KEY_ID: engine.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: engine.credentials.secretAccessKey,
  });
  const handlers = new Map<FunctionName, Promise<{ handler: Handler }>>();
  const handlerOf = (name: FunctionName) => {
    const folder = name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
    const file = `../../functions/${folder}/handler.ts`;
    const known = handlers.get(name) ?? (import(file) as Promise<{ handler: Handler }>);
    handlers.set(name, known);
    return known;
  };
  return {
    call: async (operation: OperationName, asked: RequestParts = {}): Promise<OperationResponse> => {
      const route = routes[operation];
      const { handler } = await handlerOf(route.function);
      const { statusCode, headers, body } = await handler(
        apiEvent(route, { caller: rootCaller, ...asked }),
        {} as Context,
      );
      return { status: statusCode, headers, json: body === undefined ? undefined : JSON.parse(body) };
    },
    close: async () => {
      process.env = before;
      await engine.close();
    },
  };
};
export type Api = Awaited<ReturnType<typeof startApi>>;
