import { lookup } from "node:dns/promises";
import type { DeliveryContext } from "../../lib/webhooks/attempt.ts";
import { parseReceiverPolicy } from "../../lib/webhooks/rules.ts";
import { dependencies } from "../shared/dependencies.ts";
import { readVariable } from "../shared/environment.ts";
import { send } from "../shared/queues.ts";
import { createPost } from "./post.ts";

const resolve = async (name: string) => (await lookup(name, { all: true })).map(({ address }) => address);

let built: DeliveryContext | undefined;

/** What delivering works with, built once. */
export const deliveryContext = (): DeliveryContext => {
  const { table, clock, newId } = dependencies();
  built ??= {
    table,
    clock,
    newId,
    random: Math.random,
    sendRecheck: (wake, delaySeconds) => send("webhookDelivery", [wake], delaySeconds),
    post: createPost(parseReceiverPolicy(readVariable("WEBHOOK_RECEIVERS")), resolve),
  };
  return built;
};
