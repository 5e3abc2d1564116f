import { Resolver } from "node:dns/promises";
import { parseReceiverPolicy } from "../../lib/webhooks/addresses.ts";
import type { Resolve } from "../../lib/webhooks/rules.ts";
import type { ReceiverCheck } from "../../lib/webhooks/write.ts";
import { readVariable } from "../shared/environment.ts";

/** Milliseconds that a caller waits for the addresses of a name. */
const resolveTimeout = 1_000;

/** What a name resolves to, of what can be found out in time. A resolver of its own can be given up; `lookup` cannot. */
const resolve: Resolve = async (name) => {
  const resolver = new Resolver({ timeout: resolveTimeout, tries: 1 });
  const timer = setTimeout(() => resolver.cancel(), resolveTimeout);
  const found = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  clearTimeout(timer);
  return found.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
};

/** Where webhooks of this stage may go, and what names lead to. */
export const receiverCheck = (): ReceiverCheck => ({
  receivers: parseReceiverPolicy(readVariable("WEBHOOK_RECEIVERS")),
  resolve,
});
