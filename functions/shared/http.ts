import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { routeKey } from "../../lib/contract/route.ts";
import { storedResponseIn } from "../../lib/records/idempotency.ts";
import type { RequestContext, Result } from "../../lib/records/request-context.ts";
import { Problem } from "../../lib/shared/problem.ts";
import { callerOf, requireScope } from "./caller.ts";
import { type Dependencies, dependencies } from "./dependencies.ts";
import type { ApiAnswer, ApiEvent } from "./event.ts";
import { readIdempotencyRequest } from "./idempotency.ts";
import { middlewares } from "./middlewares.ts";
import type { Operation, OperationResult } from "./operation.ts";
import { readRequest } from "./request.ts";
import { createRequestContext } from "./request-context.ts";
import { answerOf } from "./response.ts";

export type ServeOptions = {
  /** Operations whose first answer is not simply shown again: upload URLs are signed anew. */
  replays?: Readonly<Record<string, (outcome: Result, context: RequestContext) => Promise<Result>>>;
};

const nobody = { clientId: "", scopes: [], organisationId: null, path: [] } as const;

/** The handler of a function behind the API: the one middleware list around the operations, told apart by their route. */
export const serve = (
  operations: Readonly<Record<string, Operation>>,
  options: ServeOptions = {},
  build: () => Dependencies = dependencies,
) => middy<ApiEvent, ApiAnswer, Error, Context>(createHandler(operations, options, build)).use(middlewares());

/** The handler without its middleware: what tests of single operations call. */
export const createHandler = (
  operations: Readonly<Record<string, Operation>>,
  options: ServeOptions,
  build: () => Dependencies,
) => {
  const byRoute = new Map(Object.entries(operations).map(([name, one]) => [routeKey(one.route), { name, ...one }]));
  return async (event: ApiEvent): Promise<ApiAnswer> => {
    const found = byRoute.get(event.routeKey);
    if (!found) throw new Problem("unknown-path");
    return handle(event, found, options, build());
  };
};

const handle = async (
  event: ApiEvent,
  { name, route, run }: Operation & { name: string },
  options: ServeOptions,
  using: Dependencies,
) => {
  const caller = route.scope === "open" ? nobody : callerOf(event);
  if (route.scope !== "open") requireScope(caller, route.scope);
  const about = { event, route, cursors: using.cursors, clientId: caller.clientId };
  const { request, body } = readRequest(event, route, using.cursors, caller.clientId);
  // Nobody's requests are not told apart, and a token is not kept for who asks again.
  const once = route.scope === "open" ? undefined : readIdempotencyRequest(event, caller.clientId, body);
  const { context, earlier } = createRequestContext(using, caller, once);
  try {
    return answerOf(await firstOf(() => run(request, context), earlier), about);
  } catch (error) {
    const outcome = storedResponseIn(error);
    if (!outcome) throw error;
    const again = await (options.replays?.[name]?.(outcome, context) ?? outcome);
    const answer = answerOf(again, about);
    return { ...answer, headers: { ...answer.headers, "idempotency-replayed": "true" } };
  }
};

/** An operation that failed may have failed because it had happened before: then the earlier answer counts. */
const firstOf = async (run: () => Promise<OperationResult>, earlier: Promise<void>): Promise<OperationResult> => {
  // Run within a promise: what an operation throws at once must not leave `earlier` without anyone who looks at it.
  const [result, looked] = await Promise.allSettled([Promise.resolve().then(run), earlier]);
  if (looked.status === "rejected") throw looked.reason;
  if (result.status === "rejected") throw result.reason;
  return result.value;
};
