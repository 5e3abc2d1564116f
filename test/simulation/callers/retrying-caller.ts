import type { ApiResponse } from "../../../functions/shared/event.ts";
import { routes } from "../../../lib/contract/routes.ts";
import type { SimulatedOperation } from "../environment/server.ts";
import { type CallerContext, codeOf, isSuccess, recordOf, type SimulatedRequest, sendRequest } from "./attempt.ts";

/** An operation that a caller intends. The method of its route decides how it is sent and retried. */
export type Plan = {
  operation: SimulatedOperation;
  params?: Record<string, string>;
  /** Path of the caller's organisation, from the top; none for the root. */
  path?: readonly string[] | undefined;
  body?: object;
  /** Reads the record and its version first; the request then has `If-Match`. */
  read?: SimulatedOperation;
  /** A POST with an idempotency key. Without a key, a lost response cannot be retried. */
  withKey?: boolean;
  /** A text that only this change writes; finding it in the record proves that the change was made. */
  marker?: string;
  /** Receives the returned record. */
  onSuccess?: (record: Record<string, unknown>) => unknown;
};

/** After so many attempts a caller gives up. */
const maximumAttempts = 8;
const maximumPause = 2_000;

/** Whether the request may be repeated after this response, or after none. */
const isRetryable = (response: ApiResponse | undefined) =>
  response === undefined || response.statusCode === 503 || codeOf(response) === "write-conflict";

/** Acts like a client that must not lose or duplicate anything: it retries with the same key, or reads before it retries. */
export const sendWithRetries = async (context: CallerContext, plan: Plan): Promise<void> => {
  const { random } = context.network;
  const request: SimulatedRequest = {
    operation: plan.operation,
    params: plan.params ?? {},
    body: plan.body,
    path: plan.path,
  };
  if (plan.withKey) request.key = `key-${random.below(1_000_000_000)}`;
  const response = await (plan.read ? readThenWrite(context, plan, request, plan.read) : retry(context, plan, request));
  if (!isSuccess(response)) return;
  plan.onSuccess?.(recordOf(response));
  if (plan.withKey && random.chance(0.25)) await retry(context, plan, request);
};

const rest = ({ network }: CallerContext) => network.scheduler.sleep(network.random.next() * maximumPause);

/** Repeats a request until there is a response. A POST without a key is sent only once. */
const retry = async (
  context: CallerContext,
  plan: Plan,
  request: SimulatedRequest,
): Promise<ApiResponse | undefined> => {
  const repeatable = plan.withKey || routes[plan.operation].method !== "POST";
  for (let tries = 1; ; tries++) {
    const response = await sendRequest(context, request);
    if (!isRetryable(response) || !repeatable || tries === maximumAttempts) return response;
    await rest(context);
  }
};

/** Writes at the version that it has read. After a lost or stale response it reads whether its change was made. */
const readThenWrite = async (
  context: CallerContext,
  plan: Plan,
  request: SimulatedRequest,
  operation: Plan["operation"],
): Promise<ApiResponse | undefined> => {
  for (let tries = 1; ; tries++) {
    const seen = await retry(
      context,
      { operation, params: request.params },
      { operation, params: request.params, path: request.path },
    );
    const isDone = tries > 1 && plan.marker !== undefined && seen?.body?.includes(plan.marker);
    if (!isSuccess(seen) || isDone) return seen;
    const response = await sendRequest(context, { ...request, ifMatch: seen.headers.etag });
    const again = isRetryable(response) || codeOf(response) === "stale";
    if (!again || tries === maximumAttempts) return response;
    await rest(context);
  }
};
