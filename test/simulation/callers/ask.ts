import type { ApiAnswer } from "../../../functions/shared/event.ts";
import { routes } from "../../../lib/contract/routes.ts";
import { apiEvent } from "../../support/api-event.ts";
import { rootCaller } from "../../support/world.ts";
import type { Network } from "../machine/network.ts";
import { Process } from "../machine/process.ts";
import { answer } from "../machine/server.ts";
import type { Attempt, Ledger, Sent } from "./ledger.ts";

export type Asking = { network: Network; ledger: Ledger; caller: string };

/** Milliseconds after which the gateway gives up, and within which a caller without patience does. */
const gateway = 29_000;
const impatience = 4_000;

const headersOf = ({ key, ifMatch }: Sent) => ({
  ...(key === undefined ? {} : { "idempotency-key": key }),
  ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
});

/** Sends a request once. Undefined where no answer came: whether it was done is then unknown. */
export const ask = async ({ network, ledger, caller }: Asking, sent: Sent): Promise<ApiAnswer | undefined> => {
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
