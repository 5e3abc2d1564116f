import { retryOnConflict } from "../records/retry-on-conflict.ts";
import type { NewId } from "../shared/ids.ts";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import { readWebhook, type StoredWebhook } from "./items.ts";
import { type DeliveryState, leaseFields, readState, updateState } from "./state.ts";

/** Asks to check a webhook for changes to deliver; `due`: the time (milliseconds since the epoch) the message was sent for. */
export type RecheckMessage = { webhookId: string; due?: number | undefined };

/** What leases need from outside. */
export type LeaseContext = {
  table: Table;
  /** Milliseconds since the epoch. */
  clock: () => number;
  newId: NewId;
  /** Sends a message that arrives at least once, after the delay; earlier if the delay exceeds the maximum of the queue. */
  sendRecheck(message: RecheckMessage, delaySeconds: number): Promise<void>;
};

/** A webhook that no other worker delivers. */
export type LeasedWebhook = { webhook: StoredWebhook; state: DeliveryState; lease: string };

/** Milliseconds of a lease from the last write: longer than the longest request and two operations of the table. */
export const leaseDurationMs = 45_000;

const isConflict = ({ code }: Problem) => code === "write-conflict";

const loadWithState = async (table: Table, webhookId: string) => {
  const [item, own] = await table.getMany([keys.webhook(webhookId), keys.webhookState(webhookId)]);
  if (!item || !own) return undefined;
  const [webhook, state] = [readWebhook(item), readState(own)];
  // Both are written in one transaction but not read in one.
  if (state.revision !== webhook.version) throw new Problem("write-conflict");
  return { webhook, state };
};

/**
 * Leases a webhook. Undefined if it is deleted, disabled, waits for its next attempt, or is leased by another worker, which
 * then rechecks the feed.
 */
export const acquireLease = (context: LeaseContext, message: RecheckMessage): Promise<LeasedWebhook | undefined> =>
  retryOnConflict(isConflict, async () => {
    const { webhookId } = message;
    const found = await loadWithState(context.table, webhookId);
    if (!found || found.webhook.record.status === "disabled") return undefined;
    const { state } = found;
    const now = context.clock();
    if (state.nextAttemptAt !== undefined && state.nextAttemptAt > now) {
      // Only the message that was sent for the next attempt has to be sent again.
      if (message.due === state.nextAttemptAt) await context.sendRecheck(message, secondsUntil(message.due, now));
      return undefined;
    }
    if (state.leaseUntil !== undefined && state.leaseUntil > now) {
      await requestRecheck(context, message, { ...state, leaseUntil: state.leaseUntil });
      return undefined;
    }
    const lease = context.newId();
    const set = { lease, leaseUntil: now + leaseDurationMs };
    const expect = { lease: state.lease, revision: state.revision };
    await context.table.write([updateState(webhookId, { set, remove: ["recheckRequested"], expect })]);
    return { ...found, lease };
  });

const secondsUntil = (moment: number, now: number) => Math.ceil((moment - now) / 1_000);

/** Asks the lease holder to recheck the feed; schedules one message for after the lease, in case the holder died. */
const requestRecheck = async (
  { table, clock, sendRecheck }: LeaseContext,
  { webhookId, due }: RecheckMessage,
  { lease, leaseUntil, recheckAt = 0, recheckRequested }: DeliveryState & { leaseUntil: number },
) => {
  const now = clock();
  const isScheduled = recheckAt > now && recheckAt !== due;
  // The holder clears the request before it reads the feed again.
  if (isScheduled && recheckRequested) return;
  const next = isScheduled ? recheckAt : leaseUntil + 1;
  if (!isScheduled) await sendRecheck({ webhookId, due: next }, secondsUntil(next, now));
  const set = { recheckRequested: true, recheckAt: next };
  await table.write([updateState(webhookId, { set, expect: { lease } })]);
};

/** Condition of every write of a worker: it still has the lease, and the record is the one it read. */
export const leaseCondition = ({ state, lease }: LeasedWebhook) => ({ lease, revision: state.revision });

/** Ends a lease. Fails with `write-conflict` if the feed or the webhook has to be read again. */
export const releaseLease = ({ table }: LeaseContext, leased: LeasedWebhook): Promise<void> => {
  const expect = { ...leaseCondition(leased), recheckRequested: undefined };
  return table.write([updateState(leased.webhook.record.id, { remove: leaseFields, expect })]);
};

/** Reads a leased webhook again and renews the lease. Undefined if it was lost or the webhook is deleted or disabled. */
export const renewLease = (
  { table, clock }: LeaseContext,
  { webhook, lease }: LeasedWebhook,
): Promise<LeasedWebhook | undefined> =>
  retryOnConflict(isConflict, async () => {
    const { id } = webhook.record;
    const found = await loadWithState(table, id);
    if (!found || found.state.lease !== lease) return undefined;
    const leased = { ...found, lease };
    const isDisabled = found.webhook.record.status === "disabled";
    const set = { leaseUntil: clock() + leaseDurationMs };
    const change = isDisabled ? { remove: leaseFields } : { set, remove: ["recheckRequested"] as const };
    await table.write([updateState(id, { ...change, expect: leaseCondition(leased) })]);
    return isDisabled ? undefined : leased;
  });
