import type { ApiAnswer } from "../../../functions/shared/event.ts";
import { routes } from "../../../lib/contract/routes.ts";
import { type Asking, ask } from "./ask.ts";
import { codeOf, isSuccess, recordOf, type Sent } from "./ledger.ts";
import type { Plan } from "./plan.ts";

/** Tries of one wish: who gets nowhere in so many gives up, and never knows. */
const triesMaximum = 8;
const longestPause = 2_000;

/** Whether an answer, or none, says that the same may be asked again. */
const isWorthAgain = (answer: ApiAnswer | undefined) =>
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
const repeating = async (asking: Asking, plan: Plan, sent: Sent): Promise<ApiAnswer | undefined> => {
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
): Promise<ApiAnswer | undefined> => {
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
