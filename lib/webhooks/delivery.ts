import { readFeedPage, visibleChange } from "../changes/feed.ts";
import type { ChainedEntry } from "../changes/items.ts";
import { Problem } from "../shared/problem.ts";
import { attemptDelivery, type DeliveryContext, type NumberedChange } from "./attempt.ts";
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

/** Milliseconds after which a run starts no other request, so that the last one and its writes end in time. */
export const runDurationMs = 25_000;
/** Changes that are read at once. */
const pageSize = 50;

/** Maps an entry to the change that an administrator of the webhook's organisation sees, if the webhook subscribes to it. */
const subscribedChange = ({ record }: StoredWebhook) => {
  const reader = { organisationId: record.organisationId ?? null, isAdmin: true };
  return (entry: ChainedEntry): NumberedChange | undefined => {
    const change = visibleChange(reader, entry);
    const isSubscribed = change && (record.types === undefined || record.types.includes(change.type));
    return isSubscribed ? { number: entry.number, change } : undefined;
  };
};

/**
 * Delivers the changes after the position of a webhook, in the order of its feed, until there are no more or the time is up.
 * Interrupted at any point it leaves out none; a change may be delivered again, with the same id.
 */
export const deliver = async (context: DeliveryContext, message: RecheckMessage): Promise<void> => {
  const end = context.clock() + runDurationMs;
  let leased = await acquireLease(context, message);
  while (leased) leased = await deliverNextPage(context, leased, end);
};

/** Delivers a page; undefined if the run is over. */
const deliverNextPage = async (
  context: DeliveryContext,
  leased: LeasedWebhook,
  end: number,
): Promise<LeasedWebhook | undefined> => {
  try {
    if (context.clock() < end) return await deliverPage(context, leased, end);
    await releaseLease(context, leased);
  } catch (error) {
    if (error instanceof Problem && error.code === "write-conflict") return renewLease(context, leased);
    throw error;
  }
  await context.sendRecheck({ webhookId: leased.webhook.record.id }, 0);
  return undefined;
};

const deliverPage = async (
  context: DeliveryContext,
  leased: LeasedWebhook,
  end: number,
): Promise<LeasedWebhook | undefined> => {
  const { webhook, state } = leased;
  const caller = { organisationId: webhook.record.organisationId ?? null };
  const { items, last, more } = await readFeedPage({ table: context.table, caller }, webhook.tenantId, {
    after: state.position,
    limit: pageSize,
    keep: subscribedChange(webhook),
  });
  let current = leased;
  for (const item of items) {
    if (context.clock() >= end) return current;
    const next = await attemptDelivery(context, current, item);
    if (!next) return undefined;
    current = next;
  }
  if (last > current.state.position) current = await advancePosition(context, current, last);
  if (more) return current;
  await releaseLease(context, current);
  return undefined;
};

/** Skips changes that the webhook does not subscribe to. */
const advancePosition = async (
  { table, clock }: DeliveryContext,
  leased: LeasedWebhook,
  position: number,
): Promise<LeasedWebhook> => {
  const set = { position, leaseUntil: clock() + leaseDurationMs };
  await table.write([updateState(leased.webhook.record.id, { set, expect: leaseCondition(leased) })]);
  return { ...leased, state: { ...leased.state, position } };
};
