import { type FunctionContract, functions } from "../../../lib/contract/functions.ts";
import { withDeadline } from "../../../lib/table/deadline.ts";
import {
  createRetrier,
  longestOperation,
  type RetryRuntime,
  requestDeadlineMs,
  retryBudgetMs,
} from "../../../lib/table/retry.ts";
import { createTable } from "../../../lib/table/table.ts";
import { insert } from "../../../lib/table/write.ts";
import { cancelled, fakeClient } from "../../support/fake-client.ts";

/** Seconds after which API Gateway gives up on a function. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const gatewayTimeout = 30;

test("All calls, retries and pauses of a request end before the timeout of its function, and that before the gateway's", () => {
  for (const { trigger, timeout } of Object.values(functions) as FunctionContract[]) {
    const begun = trigger === undefined ? requestDeadlineMs : 0;
    expect((begun + longestOperation) / 1_000).toBeLessThan(timeout);
    if (trigger === undefined) expect(timeout).toBeLessThan(gatewayTimeout);
  }
});

/** A clock that advances by each pause and, for the attempts in between, by `each` at every reading. */
const movingClock = (each: number): RetryRuntime & { at: number } => {
  const retryRuntime = {
    at: 0,
    now: () => {
      retryRuntime.at += each;
      return retryRuntime.at;
    },
    pause: async (milliseconds: number) => {
      retryRuntime.at += milliseconds;
    },
    random: () => 0.999,
  };
  return retryRuntime;
};

test("No retry starts after the retry budget, however long each attempt takes", async () => {
  for (const each of [0, 50, 700, 5_000]) {
    const retryRuntime = movingClock(each);
    const again = createRetrier(retryRuntime);
    const began = retryRuntime.at;
    let last = began;
    while (await again()) last = retryRuntime.at;
    expect(last - began).toBeLessThanOrEqual(retryBudgetMs);
  }
});

test("A request starts no table operation after its deadline", async () => {
  let now = 0;
  const { client, sent } = fakeClient([]);
  const table = withDeadline(
    createTable(client, "t", () => "token"),
    () => now,
  );
  const at = { pk: "a", sk: "b" };
  now = requestDeadlineMs;
  await table.get(at);
  now = requestDeadlineMs + 1;
  const busy = { code: "busy", details: { retryAfter: 1 } };
  await expect(table.get(at)).rejects.toMatchObject(busy);
  await expect(table.getMany([at])).rejects.toMatchObject(busy);
  await expect(table.query({ partition: "a" })).rejects.toMatchObject(busy);
  await expect(table.write([insert(at)])).rejects.toMatchObject(busy);
  expect(sent).toHaveLength(1);
});

test("The system clock and randomness are the default", async () => {
  const { client, sent } = fakeClient([cancelled({ Code: "TransactionConflict" }, { Code: "None" })]);
  const table = createTable(client, "t", () => "token");
  await table.write([insert({ pk: "a", sk: "1" }), insert({ pk: "a", sk: "2" })]);
  expect(sent).toHaveLength(2);
});
