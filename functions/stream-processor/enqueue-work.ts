import type { RecordChange } from "../../lib/changes/record-change.ts";
import type { PublishResult } from "../../lib/changes/writes.ts";
import { keys } from "../../lib/table/keys.ts";
import type { Table } from "../../lib/table/table.ts";
import { listEnabledWebhookIds } from "../../lib/webhooks/reads.ts";
import type { Send } from "../shared/queues.ts";

const erasure = keys.memberErasure("").sk;

/** Queues what changes start: deliveries of the webhooks that follow a feed or were changed, and erasures. */
export const createEnqueueWork =
  (table: Pick<Table, "query">, send: Send) =>
  async (
    { followed, erased }: Pick<PublishResult, "followed" | "erased">,
    changes: readonly RecordChange[],
  ): Promise<void> => {
    const own = changes.flatMap(({ name, verb }) => (name.kind === "webhook" && verb !== "deleted" ? [name.id] : []));
    const followers = await Promise.all(followed.map((feed) => listEnabledWebhookIds(table, feed)));
    const webhooks = [...new Set([...own, ...followers.flat()])];
    const requested = changes.filter(({ key, after }) => key.sk === erasure && after).map(({ name }) => name.id);
    await Promise.all([
      send(
        "webhookDelivery",
        webhooks.map((webhookId) => ({ webhookId })),
      ),
      send(
        "erasureProcessor",
        [...new Set([...requested, ...erased])].map((memberId) => ({ memberId })),
      ),
    ]);
  };
