import type { ApiResponse } from "../../../functions/shared/event.ts";
import { routes } from "../../../lib/contract/routes.ts";
import { apiEvent } from "../../support/api-event.ts";
import { rootCaller } from "../../support/world.ts";
import type { Network } from "../environment/network.ts";
import { Process } from "../environment/process.ts";
import type { SimulatedOperation } from "../environment/server.ts";
import { answer } from "../environment/server.ts";

/** A request as it is sent, once or several times. */
export type Sent = {
  operation: SimulatedOperation;
  params: Record<string, string>;
  body?: object | undefined;
  path?: readonly string[] | undefined;
  key?: string | undefined;
  /** The version named in `If-Match`. */
  ifMatch?: string | undefined;
};

/** One try of a request: who worked on it, and what was answered, whether or not anybody still listened. */
export type Attempt = Sent & {
  caller: string;
  process: Process;
  answer?: ApiResponse;
  /** Changes of the table there had been when it was answered. */
  changesThen?: number;
};

/** Everything that was asked and answered in a run. */
export type Ledger = Attempt[];

export const isSuccess = (answer: ApiResponse | undefined): answer is ApiResponse =>
  answer !== undefined && answer.statusCode < 300;

/** The record of an answer, which may be absent. */
export const recordOf = (answer: ApiResponse | undefined): Record<string, unknown> =>
  answer?.body === undefined ? {} : (JSON.parse(answer.body) as Record<string, unknown>);

export const codeOf = (answer: ApiResponse | undefined): string =>
  answer && !isSuccess(answer) ? String(recordOf(answer).code) : "";

export type Asking = { network: Network; ledger: Ledger; caller: string };

/** Milliseconds after which the gateway gives up, and within which a caller without patience does. */
const gateway = 29_000;
const impatience = 4_000;

const headersOf = ({ key, ifMatch }: Sent) => ({
  ...(key === undefined ? {} : { "idempotency-key": key }),
  ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
});

/** Sends a request once. Undefined where no answer came: whether it was done is then unknown. */
export const ask = async ({ network, ledger, caller }: Asking, sent: Sent): Promise<ApiResponse | undefined> => {
  const { scheduler, weather, random, engine } = network;
  const process = new Process(scheduler);
  const attempt: Attempt = { ...sent, caller, process };
  ledger.push(attempt);
  const { params, body, path = [] } = sent;
  const event = apiEvent(routes[sent.operation], {
    params,
    body,
    headers: headersOf(sent),
    caller: { ...rootCaller, clientId: caller, organisationId: path.at(-1) ?? null, path },
  });
  const answered = answer(network, process, event).then((given) => {
    Object.assign(attempt, { answer: given, changesThen: engine.changes.length });
    return given;
  });
  const waited = weather.impatient() ? random.next() * impatience : gateway;
  const gone = Promise.race([process.death, scheduler.sleep(waited)]).then(() => undefined);
  return Promise.race([answered, gone]);
};
