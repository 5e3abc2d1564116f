import { lookup } from "node:dns/promises";
import type { DeliveryContext } from "../../lib/webhooks/attempt.ts";
import { parseReceiverPolicy } from "../../lib/webhooks/rules.ts";
import { dependencies } from "../shared/dependencies.ts";
import { readVariable } from "../shared/environment.ts";
import { send } from "../shared/queues.ts";
import { createDeliver } from "./deliver-messages.ts";
import { createPost } from "./post.ts";

const resolve = async (name: string) => (await lookup(name, { all: true })).map(({ address }) => address);

let built: DeliveryContext | undefined;

const deliveryContext = (): DeliveryContext => {
  const { table, clock, newId } = dependencies();
  built ??= {
    table,
    clock,
    newId,
    random: Math.random,
    sendRecheck: (message, delaySeconds) => send("webhookDelivery", [message], delaySeconds),
    post: createPost(parseReceiverPolicy(readVariable("WEBHOOK_RECEIVERS")), resolve),
  };
  return built;
};

export const handler = createDeliver(deliveryContext);
