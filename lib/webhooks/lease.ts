import { retryOnConflict } from "../records/retry-on-conflict.ts";
import type { NewId } from "../shared/ids.ts";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import { readWebhook, type StoredWebhook } from "./items.ts";
import { type DeliveryState, readState, stateFields, updateState } from "./state.ts";

/** A message that wakes a webhook; `due`: the moment (milliseconds since the epoch) it was sent for. */
export type RecheckMessage = { webhookId: string; due?: number | undefined };

/** What leases need from outside. */
export type LeaseContext = {
  table: Table;
  /** Milliseconds since the epoch. */
  clock: () => number;
  newId: NewId;
  /** Sends a message that comes after some seconds, at least once; longer delays than a queue can hold come earlier. */
  sendRecheck(message: RecheckMessage, delaySeconds: number): Promise<void>;
};

/** A webhook that is being delivered, by nobody else. */
export type LeasedWebhook = { webhook: StoredWebhook; state: DeliveryState; lease: string };

/** Milliseconds that a lease lasts from the last write: the longest request with the longest two operations of the table. */
export const leaseDurationMs = 45_000;

const isConflict = ({ code }: Problem) => code === "write-conflict";

const loadWithState = async (table: Table, webhookId: string) => {
  const [item, own] = await table.getMany([keys.webhook(webhookId), keys.webhookState(webhookId)]);
  if (!item || !own) return undefined;
  const [webhook, state] = [readWebhook(item), readState(own)];
  // They change together, but are not read in one moment.
  if (state.revision !== webhook.version) throw new Problem("write-conflict");
  return { webhook, state };
};

/**
 * Takes a webhook that has something to do. Undefined where it is gone, disabled, waits for its next attempt, or where another
 * has it, who is told to look again.
 */
export const acquireLease = (using: LeaseContext, wake: RecheckMessage): Promise<LeasedWebhook | undefined> =>
  retryOnConflict(isConflict, async () => {
    const { table, clock, newId } = using;
    const { webhookId } = wake;
    const found = await loadWithState(table, webhookId);
    if (!found || found.webhook.record.status === "disabled") return undefined;
    const { state } = found;
    const now = clock();
    if (state.nextAttemptAt !== undefined && state.nextAttemptAt > now) {
      // Others who come meanwhile need not come again: the one that was sent for this moment does.
      if (wake.due === state.nextAttemptAt) await using.sendRecheck(wake, secondsUntil(wake.due, now));
      return undefined;
    }
    if (state.leaseUntil !== undefined && state.leaseUntil > now) {
      await requestRecheck(using, wake, state, state.leaseUntil);
      return undefined;
    }
    const lease = newId();
    const set = { lease, leaseUntil: now + leaseDurationMs };
    const expect = { lease: state.lease, revision: state.revision };
    await table.write([updateState(webhookId, { set, remove: ["asked"], expect })]);
    return { ...found, lease };
  });

const secondsUntil = (moment: number, now: number) => Math.ceil((moment - now) / 1_000);

/**
 * Tells whoever has the webhook to look at its feed again. Should that one have died, a message comes after its lease has
 * ended: one at a time, however many come by.
 */
const requestRecheck = async (
  { table, clock, sendRecheck: wake }: LeaseContext,
  by: RecheckMessage,
  state: DeliveryState,
  leaseUntil: number,
) => {
  const { webhookId, due } = by;
  const now = clock();
  const { guardedUntil = 0 } = state;
  const isGuarded = guardedUntil > now && guardedUntil !== due;
  // Who has been told already clears that before it reads the feed again.
  if (isGuarded && state.asked) return;
  const next = isGuarded ? guardedUntil : leaseUntil + 1;
  if (!isGuarded) await wake({ webhookId, due: next }, secondsUntil(next, now));
  const set = { asked: true, guardedUntil: next };
  await table.write([updateState(webhookId, { set, expect: { lease: state.lease } })]);
};

/** What must still hold for who delivers: the lease is its own, and the record the one it knows. */
export const leaseCondition = ({ state, lease }: LeasedWebhook) => ({ lease, revision: state.revision });

/** Ends a lease. Refused with `write-conflict` where the feed or the webhook has to be looked at again. */
export const releaseLease = async ({ table }: LeaseContext, held: LeasedWebhook): Promise<void> => {
  const { webhook } = held;
  await table.write([
    updateState(webhook.record.id, {
      remove: stateFields.leased,
      expect: { ...leaseCondition(held), asked: undefined },
    }),
  ]);
};

/** Reads again what is held, and goes on with it. Undefined where there is nothing to go on with. */
export const renewLease = (
  using: LeaseContext,
  { webhook, lease }: LeasedWebhook,
): Promise<LeasedWebhook | undefined> =>
  retryOnConflict(isConflict, async () => {
    const { table, clock } = using;
    const { id } = webhook.record;
    const found = await loadWithState(table, id);
    if (!found || found.state.lease !== lease) return undefined;
    const held = { ...found, lease };
    const isOver = found.webhook.record.status === "disabled";
    const set = { leaseUntil: clock() + leaseDurationMs };
    const change = isOver ? { remove: stateFields.leased } : { set, remove: ["asked"] as const };
    await table.write([updateState(id, { ...change, expect: leaseCondition(held) })]);
    return isOver ? undefined : held;
  });
