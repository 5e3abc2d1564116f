import { Resolver } from "node:dns/promises";
import { parseReceiverPolicy, type Resolve } from "../../lib/webhooks/rules.ts";
import type { ReceiverCheck } from "../../lib/webhooks/writes.ts";
import { readVariable } from "../shared/environment.ts";

/** Milliseconds that a request waits for the addresses of a name. */
const resolveTimeout = 1_000;

/** The addresses of a name that are resolved in time. A `Resolver` can be cancelled; `lookup` cannot. */
const resolve: Resolve = async (name) => {
  const resolver = new Resolver({ timeout: resolveTimeout, tries: 1 });
  const timer = setTimeout(() => resolver.cancel(), resolveTimeout);
  const found = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  clearTimeout(timer);
  return found.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
};

export const receiverCheck = (): ReceiverCheck => ({
  receivers: parseReceiverPolicy(readVariable("WEBHOOK_RECEIVERS")),
  resolve,
});
