import { createTable } from "../../../lib/table/table.ts";
import type { DeliveryContext } from "../../../lib/webhooks/attempt.ts";
import { deliver } from "../../../lib/webhooks/delivery.ts";
import { type Exchange, startExchange } from "../../store/webhooks/exchange.ts";
import { callerAt } from "../../support/world.ts";
import { type Cut, cutEverywhere, cutting } from "../cutting.ts";

const begin = Date.parse("2024-01-15T03:00:00Z");
/** The longest that a lease lasts, and the message that looks after it waits. */
const afterLease = 60_000;

let exchange: Exchange;
beforeAll(async () => {
  exchange = await startExchange();
});
afterAll(() => exchange.close());

const moments: Cut["when"][] = ["before", "after"];

/** Delivers for a webhook until the cut; gives whether it came. */
const deliverCut = async (webhookId: string, cut: Cut): Promise<boolean> => {
  const { around, wasReached } = cutting(cut);
  const { client, tableName } = exchange.world;
  const { post, sendRecheck: wake } = exchange.delivering;
  const posting = around({ send: post });
  const waking = around({ send: wake });
  const using: DeliveryContext = {
    ...exchange.delivering,
    table: createTable(around(client), tableName, () => crypto.randomUUID()),
    post: (request) => posting.send(request),
    sendRecheck: (message, delay) => waking.send(message, delay),
  };
  await deliver(using, { webhookId }).catch(() => undefined);
  return wasReached();
};

/** The queue gives a message again that nobody said was done; then time passes until nothing is left to do. */
const recover = async (webhookId: string) => {
  const redelivered = { wake: { webhookId }, at: exchange.world.dependencies.clock() };
  exchange.queue.push(redelivered);
  await exchange.run();
  while (exchange.queue.length > 0) {
    exchange.setTime(Math.min(...exchange.queue.map(({ at }) => at)));
    await exchange.run();
  }
};

/** A webhook with three changes to deliver, and their ids in order. */
const waiting = async () => {
  exchange.answerWith(() => ({ status: 204 }));
  const { top, ministry, tenantId, first } = await exchange.act.committee();
  await exchange.tell();
  const caller = callerAt([top, ministry, tenantId]);
  const { id } = await exchange.create({ types: ["member.created"] }, caller);
  const members: string[] = [];
  for (const fullName of ["An", "Bình", "Chi"])
    members.push((await exchange.act.create({ organisationId: first, fullName })).id);
  await exchange.tell();
  exchange.queue.length = 0;
  exchange.got.length = 0;
  return { id, members };
};

const firstOfEach = (ids: readonly string[]) => [...new Set(ids)];

test.each(moments)(
  "Cut off %s any call, it delivers every change in order, the one under way at most twice",
  async (when) => {
    const steps = await cutEverywhere(when, async (cut) => {
      exchange.setTime(begin);
      const { id, members } = await waiting();
      const reached = await deliverCut(id, cut);
      await recover(id);
      const came = exchange.got.map(({ resourceId }) => resourceId);
      expect(firstOfEach(came)).toEqual(members);
      expect(came.length).toBeLessThanOrEqual(members.length + 1);
      const ids = exchange.got.map((one) => one.id);
      expect(firstOfEach(ids)).toHaveLength(members.length);
      expect(came).toEqual([...came].sort((a, b) => members.indexOf(a) - members.indexOf(b)));
      expect(exchange.world.dependencies.clock()).toBeLessThanOrEqual(begin + afterLease);
      return reached;
    });
    // Reading both, the lease, the feed; a request and its write for each; the end of the lease.
    expect(steps).toBe(10);
  },
);

test.each(moments)("Cut off %s any call while its receiver fails, it is tried again", async (when) => {
  const steps = await cutEverywhere(when, async (cut) => {
    exchange.setTime(begin);
    const { id, members } = await waiting();
    exchange.answerWith(() => ({ status: 500 }));
    const reached = await deliverCut(id, cut);
    exchange.got.length = 0;
    exchange.answerWith(() => ({ status: 204 }));
    await recover(id);
    expect(exchange.got.map(({ resourceId }) => resourceId)).toEqual(members);
    return reached;
  });
  // Reading both, the lease, the feed, the request, the message for the next attempt, the write.
  expect(steps).toBe(6);
});

test.each(moments)(
  "Cut off %s any call while its receiver is gone, it is disabled and delivers nothing more",
  async (when) => {
    await cutEverywhere(when, async (cut) => {
      exchange.setTime(begin);
      const { id } = await waiting();
      exchange.answerWith(() => ({ status: 410 }));
      const reached = await deliverCut(id, cut);
      await recover(id);
      expect((await exchange.find(id)).record).toMatchObject({ status: "disabled", disabledReason: { code: "gone" } });
      expect(await exchange.stateOf(id)).not.toHaveProperty("lease");
      return reached;
    });
  },
);
