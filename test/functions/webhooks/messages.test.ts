import type { SQSEvent } from "aws-lambda";
import { createDeliver } from "../../../functions/webhook-delivery/deliver-messages.ts";
import type { DeliveryContext } from "../../../lib/webhooks/attempt.ts";

const messageOf = (body: string, messageId: string) => ({ messageId, body });
const handle = async (bodies: readonly string[], table: Partial<DeliveryContext["table"]>) => {
  const logged: string[] = [];
  const delivering = { table, clock: () => 0 } as unknown as DeliveryContext;
  const handler = createDeliver(
    () => delivering,
    (id) => logged.push(id),
  );
  const Records = bodies.map((body, i) => messageOf(body, String(i)));
  return { ...(await handler({ Records } as unknown as SQSEvent)), logged };
};
const webhook = JSON.stringify({ webhookId: "01HJK7Q5M0A1B2C3D4" });

test("A message of a deleted webhook succeeds", async () => {
  const gone = { getMany: async () => [undefined, undefined] };
  expect(await handle([webhook], gone)).toEqual({ batchItemFailures: [], logged: [] });
});

test("Only failed messages are redelivered", async () => {
  let calls = 0;
  const getMany = async () => {
    calls += 1;
    if (calls === 1) throw new Error("no table");
    return [undefined, undefined];
  };
  expect(await handle([webhook, webhook], { getMany })).toEqual({
    batchItemFailures: [{ itemIdentifier: "0" }],
    logged: ["0"],
  });
});

test.each(["", "x", "{}", '{"webhookId":"x"}', '{"webhookId":"01HJK7Q5M0A1B2C3D4","url":"https://x.example"}'])(
  "The malformed message %j fails",
  async (body) => {
    const { batchItemFailures } = await handle([body], {});
    expect(batchItemFailures).toHaveLength(1);
  },
);
