import type { ApiResponse } from "../../../functions/shared/event.ts";
import { routes } from "../../../lib/contract/routes.ts";
import type { SimulatedOperation } from "../environment/server.ts";
import { type Asking, ask, codeOf, isSuccess, recordOf, type Sent } from "./attempt.ts";

/** What a caller wants done. How it is asked for, and asked for again, follows from the method of its route. */
export type Plan = {
  operation: SimulatedOperation;
  params?: Record<string, string>;
  /** Of whose client the caller is: ids from the top down to its organisation; none for the root's. */
  path?: readonly string[];
  body?: object;
  /** Shows the record and its version; given where the request names a version. */
  read?: SimulatedOperation;
  /** A POST that is to happen once whatever happens. Without a key nobody knows after a lost answer. */
  keyed?: boolean;
  /** A text that only this change brings: who finds it in the record knows that it was made. */
  mark?: string;
  /** What the caller does with the record that it got. */
  learn?: (record: Record<string, unknown>) => void;
};

/** Tries of one wish: who gets nowhere in so many gives up, and never knows. */
const triesMaximum = 8;
const longestPause = 2_000;

/** Whether an answer, or none, says that the same may be asked again. */
const isWorthAgain = (answer: ApiResponse | undefined) =>
  answer === undefined || answer.statusCode === 503 || codeOf(answer) === "write-conflict";

/** Does what a caller does who must not lose or double anything: asks again with the same key, or looks before it asks again. */
export const carefully = async (asking: Asking, plan: Plan): Promise<void> => {
  const { random } = asking.network;
  const sent: Sent = { operation: plan.operation, params: plan.params ?? {}, body: plan.body, path: plan.path };
  if (plan.keyed) sent.key = `key-${random.below(1_000_000_000)}`;
  const answer = await (plan.read ? looking(asking, plan, sent, plan.read) : repeating(asking, plan, sent));
  if (!isSuccess(answer)) return;
  plan.learn?.(recordOf(answer));
  if (plan.keyed && random.chance(0.25)) await repeating(asking, plan, sent);
};

const rest = ({ network }: Asking) => network.scheduler.sleep(network.random.next() * longestPause);

/** Asks the same again until it is answered; only once where that would do it twice. */
const repeating = async (asking: Asking, plan: Plan, sent: Sent): Promise<ApiResponse | undefined> => {
  const repeatable = plan.keyed || routes[plan.operation].method !== "POST";
  for (let tries = 1; ; tries++) {
    const answer = await ask(asking, sent);
    if (!isWorthAgain(answer) || !repeatable || tries === triesMaximum) return answer;
    await rest(asking);
  }
};

/** Names the version it has seen; after a lost or stale answer it looks whether its change has come about. */
const looking = async (
  asking: Asking,
  plan: Plan,
  sent: Sent,
  operation: Plan["operation"],
): Promise<ApiResponse | undefined> => {
  for (let tries = 1; ; tries++) {
    const seen = await repeating(
      asking,
      { operation, params: sent.params },
      { operation, params: sent.params, path: sent.path },
    );
    const isDone = tries > 1 && plan.mark !== undefined && seen?.body?.includes(plan.mark);
    if (!isSuccess(seen) || isDone) return seen;
    const answer = await ask(asking, { ...sent, ifMatch: seen.headers.etag });
    const again = isWorthAgain(answer) || codeOf(answer) === "stale";
    if (!again || tries === triesMaximum) return answer;
    await rest(asking);
  }
};
