import { type ServeOptions, serve } from "../../functions/shared/http.ts";
import type { Operation } from "../../functions/shared/operation.ts";
import type { Route } from "../../lib/contract/route.ts";
import { apiEvent, type RequestParts } from "./api-event.ts";
import { captureLog } from "./console.ts";
import { rootCaller, type World } from "./world.ts";

/** Calls the operations of a function through its HTTP layer, in the world of a test file. Log lines are not printed. */
export const useOperations = (world: World, operations: Record<string, Operation>, options: ServeOptions = {}) => {
  let log: ReturnType<typeof captureLog>;
  beforeAll(() => {
    log = captureLog();
  });
  afterAll(() => log.release());
  return async (route: Route, request: RequestParts = {}) => {
    const handler = serve(operations, options, () => world.dependencies);
    const event = apiEvent(route, { caller: rootCaller, ...request });
    const { statusCode, headers, body } = await handler(event, {} as Parameters<typeof handler>[1]);
    return { statusCode, headers, body, json: body === undefined || body === "" ? undefined : JSON.parse(body) };
  };
};
