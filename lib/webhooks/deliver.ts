import type { ChainedEntry } from "../changes/items.ts";
import { visibleChange } from "../changes/feed.ts";
import { readFeedPage } from "../changes/feed.ts";
import { Problem } from "../shared/problem.ts";
import { attemptDelivery } from "./attempt.ts";
import type { DeliveryContext, NumberedChange } from "./delivering.ts";
import type { StoredWebhook } from "./items.ts";
import {
  acquireLease,
  type LeasedWebhook,
  leaseCondition,
  leaseDurationMs,
  type RecheckMessage,
  releaseLease,
  renewLease,
} from "./lease.ts";
import { updateState } from "./state.ts";

/** Milliseconds after which one run begins no other request: the last one and its writes still end in time. */
export const runDurationMs = 25_000;
/** Changes that are read at once. */
const deliveryPageSize = 50;

/** What an administrator of the webhook's organisation sees of an entry, if the webhook wants it. */
const subscribedChange = ({ record }: StoredWebhook, organisationId: string | null) => {
  const reader = { organisationId, isAdmin: true };
  return (entry: ChainedEntry): NumberedChange | undefined => {
    const change = visibleChange(reader, entry);
    const isWanted = change && (record.types === undefined || record.types.includes(change.type));
    return isWanted ? { number: entry.number, change } : undefined;
  };
};

/**
 * Delivers what a webhook's feed holds behind its position, in that order, until there is no more or the time is up. Cut off
 * anywhere it leaves nothing out: at worst a change is delivered again, with the same id.
 */
export const deliver = async (using: DeliveryContext, wake: RecheckMessage): Promise<void> => {
  const end = using.clock() + runDurationMs;
  let held = await acquireLease(using, wake);
  while (held) held = await deliverNextPage(using, held, end);
};

const deliverNextPage = async (
  using: DeliveryContext,
  held: LeasedWebhook,
  end: number,
): Promise<LeasedWebhook | undefined> => {
  try {
    if (using.clock() < end) return await deliverPage(using, held, end);
    await releaseLease(using, held);
  } catch (error) {
    if (error instanceof Problem && error.code === "write-conflict") return renewLease(using, held);
    throw error;
  }
  await using.sendRecheck({ webhookId: held.webhook.record.id }, 0);
  return undefined;
};

/** Delivers a page of the feed. Gives what to go on with, if there is more. */
const deliverPage = async (
  using: DeliveryContext,
  begun: LeasedWebhook,
  end: number,
): Promise<LeasedWebhook | undefined> => {
  const { webhook, state } = begun;
  const organisationId = webhook.record.organisationId ?? null;
  const context = { table: using.table, caller: { organisationId } };
  const keep = subscribedChange(webhook, organisationId);
  const { items, last, more } = await readFeedPage(
    context,
    webhook.tenantId,
    { after: state.position, limit: deliveryPageSize },
    keep,
  );
  let held: LeasedWebhook = begun;
  for (const item of items) {
    if (using.clock() >= end) return held;
    const next = await attemptDelivery(using, held, item);
    if (!next) return undefined;
    held = next;
  }
  if (last > held.state.position) held = await advancePosition(using, held, last);
  if (more) return held;
  await releaseLease(using, held);
  return undefined;
};

/** Moves past changes that are none of the webhook's. */
const advancePosition = async (
  { table, clock }: DeliveryContext,
  held: LeasedWebhook,
  position: number,
): Promise<LeasedWebhook> => {
  const set = { position, leaseUntil: clock() + leaseDurationMs };
  await table.write([updateState(held.webhook.record.id, { set, expect: leaseCondition(held) })]);
  return { ...held, state: { ...held.state, position } };
};
