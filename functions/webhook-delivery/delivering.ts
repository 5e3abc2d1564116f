import { lookup } from "node:dns/promises";
import { readReceivers } from "../../lib/webhooks/addresses.ts";
import type { Delivering } from "../../lib/webhooks/delivering.ts";
import { dependencies } from "../shared/dependencies.ts";
import { readVariable } from "../shared/environment.ts";
import { send } from "../shared/queues.ts";
import { createPost } from "./post.ts";

const resolve = async (name: string) => (await lookup(name, { all: true })).map(({ address }) => address);

let built: Delivering | undefined;

/** What delivering works with, built once. */
export const delivering = (): Delivering => {
  const { table, clock, newId } = dependencies();
  built ??= {
    table,
    clock,
    newId,
    random: Math.random,
    wake: (wake, delaySeconds) => send("webhookDelivery", [wake], delaySeconds),
    post: createPost(readReceivers(readVariable("WEBHOOK_RECEIVERS")), resolve),
  };
  return built;
};
