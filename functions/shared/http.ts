import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { type Route, routeKey } from "../../lib/contract/route.ts";
import { storedResponseIn } from "../../lib/records/idempotency.ts";
import type { RequestContext, Result } from "../../lib/records/request-context.ts";
import { isWriteConflict, retryOnConflict } from "../../lib/records/retry-on-conflict.ts";
import { Problem } from "../../lib/shared/problem.ts";
import { problems } from "../../lib/vocabulary/problems.ts";
import { callerOf, requireScope, requireScopeOfBody } from "./caller.ts";
import { type Dependencies, dependencies } from "./dependencies.ts";
import type { ApiEvent, ApiResponse } from "./event.ts";
import { readIdempotencyRequest } from "./idempotency.ts";
import { middlewares, type PresentProblem } from "./middlewares.ts";
import type { ApiRequest, Operation, OperationResult } from "./operation.ts";
import { readRequest } from "./request.ts";
import { createRequestContext } from "./request-context.ts";
import { toResponse } from "./response.ts";

export type ServeOptions = {
  /** Operations whose stored response needs changes before it is sent again, such as a new upload URL. */
  replays?: Readonly<Record<string, (stored: Result, context: RequestContext) => Promise<Result>>>;
  /** How errors are presented; by default as problems. */
  presentProblem?: PresentProblem;
};

const anonymous = { clientId: "", scopes: [], organisationId: null, path: [] } as const;

/** The handler of a function behind the API: one middleware list around its operations, which are selected by route. */
export const serve = (
  operations: Readonly<Record<string, Operation>>,
  options: ServeOptions = {},
  build: () => Dependencies = dependencies,
) =>
  middy<ApiEvent, ApiResponse, Error, Context>(createHandler(operations, options, build)).use(
    middlewares(options.presentProblem),
  );

/** The handler without its middleware; tests of single operations call it. */
export const createHandler = (
  operations: Readonly<Record<string, Operation>>,
  options: ServeOptions,
  build: () => Dependencies,
) => {
  const byRoute = new Map(Object.entries(operations).map(([name, one]) => [routeKey(one.route), { name, ...one }]));
  return async (event: ApiEvent): Promise<ApiResponse> => {
    const found = byRoute.get(event.routeKey);
    if (!found) throw new Problem("unknown-path");
    return handle(event, found, options, build());
  };
};

const handle = async (
  event: ApiEvent,
  { name, route, run }: Operation & { name: string },
  options: ServeOptions,
  dependencies: Dependencies,
) => {
  const caller = route.scope === "open" ? anonymous : callerOf(event);
  if (route.scope !== "open") requireScope(caller, route.scope);
  const { cursors } = dependencies;
  const responseContext = { event, route, cursors, clientId: caller.clientId };
  const { request, body } = readRequest(event, route, cursors, caller.clientId);
  requireScopeOfBody(caller, body);
  // Open routes have no client to store a response for, and tokens must not be stored.
  const idempotency = route.scope === "open" ? undefined : readIdempotencyRequest(event, caller.clientId, body);
  const { context, storedResponse } = createRequestContext(dependencies, caller, idempotency);
  try {
    const runOnce = () => (route.body === undefined ? runWithoutBody(run, request, context) : run(request, context));
    // A concurrent write, often one of our own background work, need not concern the caller: a new attempt reads again.
    const runRetried = () => retryOnConflict(isWriteConflict, runOnce);
    return toResponse(await runUnlessStored(runRetried, storedResponse), responseContext);
  } catch (error) {
    const stored = storedResponseIn(error);
    if (!stored) throw error;
    const result = await (options.replays?.[name]?.(stored, context) ?? stored);
    const response = toResponse(result, responseContext);
    return { ...response, headers: { ...response.headers, "idempotency-replayed": "true" } };
  }
};

/** Runs an operation that takes no body. Rejects one before the write, after the checks that take precedence. */
const runWithoutBody = async (run: Operation["run"], request: ApiRequest<Route>, context: RequestContext) => {
  const commit: RequestContext["commit"] = (writes, result) => {
    request.validation().valueOrThrow();
    return context.commit(writes, result);
  };
  try {
    const result = await run(request, { ...context, commit });
    request.validation().valueOrThrow();
    return result;
  } catch (error) {
    // A conflict that was found before the write comes after the body too.
    if (error instanceof Problem && problems[error.code].status === 409) request.validation().valueOrThrow();
    throw error;
  }
};

/** A stored response takes precedence over the error of the operation: repeating a request may be what made it fail. */
const runUnlessStored = async (
  run: () => Promise<OperationResult>,
  storedResponse: Promise<void>,
): Promise<OperationResult> => {
  // `run` is called within a promise: if it throws synchronously, a rejection of `storedResponse` is still handled.
  const [result, lookUp] = await Promise.allSettled([Promise.resolve().then(run), storedResponse]);
  if (lookUp.status === "rejected") throw lookUp.reason;
  if (result.status === "rejected") throw result.reason;
  return result.value;
};
