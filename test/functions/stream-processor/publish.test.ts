import type { EventBridgeClient, PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { createEnqueueWork } from "../../../functions/stream-processor/enqueue-work.ts";
import { createSendEvents } from "../../../functions/stream-processor/event-bus.ts";
import type { FeedEntry } from "../../../lib/changes/items.ts";
import type { RecordChange } from "../../../lib/changes/record-change.ts";
import { keys } from "../../../lib/table/keys.ts";

/** An event bus that rejects a number of events of each call. */
const busWith = (FailedEntryCount: number) => {
  const sent: PutEventsRequestEntry[][] = [];
  const send = async ({ input }: { input: { Entries: PutEventsRequestEntry[] } }) => {
    sent.push(input.Entries);
    return { FailedEntryCount };
  };
  return { client: { send } as unknown as EventBridgeClient, sent };
};

const change = (id: string, more: Partial<FeedEntry> = {}): FeedEntry => ({
  id,
  at: "2024-01-15T03:00:00.000Z",
  kind: "member",
  resourceId: "M",
  href: "/v1/members/M",
  client: "hr",
  record: "MEM#M",
  after: { path: ["TOP", "HOME", "CELL"], adminOnly: false },
  digest: "d",
  ...more,
});

test("Changes are sent to the bus as CloudEvents, ten in a call, with their organisations and without values", async () => {
  const { client, sent } = busWith(0);
  await createSendEvents(client, "bus")(Array.from({ length: 12 }, (_, i) => change(`c${i}`)));
  expect(sent.map((entries) => entries.length)).toEqual([10, 2]);
  const [first] = sent[0] ?? [];
  expect(first).toMatchObject({ EventBusName: "bus", Source: "dangbo", DetailType: "dangbo change" });
  expect(JSON.parse(first?.Detail ?? "")).toEqual({
    specversion: "1.0",
    id: "c0",
    source: "/v1",
    type: "dangbo.member.created",
    subject: "/v1/members/M",
    time: "2024-01-15T03:00:00.000Z",
    datacontenttype: "application/json",
    data: {
      id: "c0",
      at: "2024-01-15T03:00:00.000Z",
      type: "member.created",
      resource: { kind: "member", id: "M", href: "/v1/members/M" },
      client: "hr",
      organisations: ["TOP", "HOME", "CELL"],
      restricted: false,
    },
  });
});

test("Entries of the audit only are not sent to the bus, and a rejected event fails the call", async () => {
  const { client, sent } = busWith(0);
  const audiences = { before: { path: [], adminOnly: false }, after: { path: [], adminOnly: false } };
  await createSendEvents(client, "bus")([change("c", { special: "exported", ...audiences })]);
  expect(sent).toEqual([]);
  await expect(createSendEvents(busWith(1).client, "bus")([change("c")])).rejects.toThrow("rejected 1 events");
});

test("Webhooks that follow a feed or were changed get one message each, and erasures are queued", async () => {
  const messages: Record<string, unknown> = {};
  const query = async ({ partition }: { partition: string }) => ({
    items: partition.startsWith("TOP") ? [{ pk: "", sk: "", id: "W1" }] : [],
    more: false,
  });
  const enqueue = createEnqueueWork({ query }, async (queue, sent) => {
    messages[queue] = sent;
  });
  const of = (kind: string, id: string, key: { pk: string; sk: string }, verb = "updated") =>
    ({ name: { kind, id, of: id, owner: key }, key, verb, after: {} }) as unknown as RecordChange;
  const hook = { pk: "HOOK#W2", sk: "META" };
  await enqueue({ followed: ["TOP", "HOME"], erased: ["M", "N"] }, [
    of("webhook", "W2", hook),
    of("webhook", "W1", hook),
    of("webhook", "W3", hook, "deleted"),
    of("member", "M", keys.member("M")),
    of("member", "M", keys.memberErasure("M"), "erased"),
  ]);
  expect(messages).toEqual({
    webhookDelivery: [{ webhookId: "W2" }, { webhookId: "W1" }],
    erasureProcessor: [{ memberId: "M" }, { memberId: "N" }],
  });
});
