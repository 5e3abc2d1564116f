import type { ApiResponse } from "../../../functions/shared/event.ts";
import { routes } from "../../../lib/contract/routes.ts";
import { apiEvent } from "../../support/api-event.ts";
import { rootCaller } from "../../support/world.ts";
import type { Network } from "../environment/network.ts";
import { Process } from "../environment/process.ts";
import type { SimulatedOperation } from "../environment/server.ts";
import { handleRequest } from "../environment/server.ts";

/** A request, sent once or several times. */
export type SimulatedRequest = {
  operation: SimulatedOperation;
  params: Record<string, string>;
  body?: object | undefined;
  path?: readonly string[] | undefined;
  key?: string | undefined;
  /** Value of `If-Match`. */
  ifMatch?: string | undefined;
};

/** One attempt of a request, with its process and its response, even if the caller no longer waited for it. */
export type Attempt = SimulatedRequest & {
  caller: string;
  process: Process;
  response?: ApiResponse;
  /** Number of table changes before the response. */
  changesBefore?: number;
};

/** All requests and responses of a run. */
export type Attempts = Attempt[];

export const isSuccess = (response: ApiResponse | undefined): response is ApiResponse =>
  response !== undefined && response.statusCode < 300;

/** The record of a response. */
export const recordOf = (response: ApiResponse | undefined): Record<string, unknown> =>
  response?.body === undefined ? {} : (JSON.parse(response.body) as Record<string, unknown>);

export const codeOf = (response: ApiResponse | undefined): string =>
  response && !isSuccess(response) ? String(recordOf(response).code) : "";

export type CallerContext = { network: Network; attempts: Attempts; caller: string };

/** Milliseconds until the gateway times out, and until an impatient caller does at the latest. */
const gatewayTimeout = 29_000;
const earlyTimeout = 4_000;

const headersOf = ({ key, ifMatch }: SimulatedRequest) => ({
  ...(key === undefined ? {} : { "idempotency-key": key }),
  ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
});

/** Sends a request once. Undefined without a response: its effect is then unknown. */
export const sendRequest = async (
  { network, attempts, caller }: CallerContext,
  request: SimulatedRequest,
): Promise<ApiResponse | undefined> => {
  const { scheduler, faults, random, engine } = network;
  const process = new Process(scheduler);
  const attempt: Attempt = { ...request, caller, process };
  attempts.push(attempt);
  const { params, body, path = [] } = request;
  const event = apiEvent(routes[request.operation], {
    params,
    body,
    headers: headersOf(request),
    caller: { ...rootCaller, clientId: caller, organisationId: path.at(-1) ?? null, path },
  });
  const responded = handleRequest(network, process, event).then((given) => {
    Object.assign(attempt, { response: given, changesBefore: engine.changes.length });
    return given;
  });
  const waited = faults.timesOutEarly() ? random.next() * earlyTimeout : gatewayTimeout;
  const abandoned = Promise.race([process.death, scheduler.sleep(waited)]).then(() => undefined);
  return Promise.race([responded, abandoned]);
};
