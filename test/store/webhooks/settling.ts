import { callerAt } from "../../support/world.ts";
import type { Exchange } from "./exchange.ts";

export const minute = 60_000;
export const day = 24 * 60 * minute;
export const begin = Date.parse("2024-01-15T03:00:00Z");

/** What tests of deliveries begin with, and how they let time pass. */
export const settlingOn = (exchange: Exchange) => {
  /** A committee, its administrator and a webhook of it, whose own making is the first that it is to deliver. */
  const settle = async (input: object = {}) => {
    const { top, ministry, tenantId, first, second } = await exchange.act.committee();
    await exchange.tell();
    const caller = callerAt([top, ministry, tenantId]);
    const webhook = await exchange.create(input, caller);
    const add = (fullName: string) => exchange.act.create({ organisationId: first, fullName });
    return { caller, tenantId, first, second, webhook, add };
  };
  return {
    /** Nothing waits, and receivers take everything again. */
    reset: async () => {
      await exchange.tell();
      exchange.queue.length = 0;
      exchange.got.length = 0;
      exchange.answerWith(() => ({ status: 204 }));
      exchange.setTime(begin);
    },
    settle,
    /** The same once that has been delivered. */
    settled: async (input: object = {}) => {
      const all = await settle(input);
      await exchange.tell();
      await exchange.run();
      exchange.got.length = 0;
      return all;
    },
    stands: async (id: string) => (await exchange.find(id)).record,
    /** Lets time pass from message to message, each taken when it is due, until none is left or the end has come. */
    pass: async (end: number) => {
      for (;;) {
        const next = Math.min(...exchange.queue.map((sent) => sent.at));
        if (next > end) return;
        exchange.setTime(next);
        await exchange.run();
      }
    },
  };
};

export type Settling = ReturnType<typeof settlingOn>;
