import type { ChangeRecord } from "../changes/schema.ts";
import { instantOf } from "../shared/days.ts";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { insert, replace, type Write } from "../table/write.ts";
import type { DisabledCode, FailureReason } from "../vocabulary/webhooks.ts";
import { webhookItemOf } from "./items.ts";
import { type LeaseContext, type LeasedWebhook, leaseCondition, leaseDurationMs } from "./lease.ts";
import { nextAttemptTime, readRetryAfter } from "./retry-schedule.ts";
import type { DeliveryAttempt } from "./schema.ts";
import { signatureOf } from "./signature.ts";
import { failureFields, leaseFields, type StateChange, updateState } from "./state.ts";

/** What is sent to a receiver. */
export type WebhookRequest = { url: string; headers: Readonly<Record<string, string>>; body: string };

/** The status that a receiver responded with, or why there is none. */
export type ReceiverResponse = { status: number; retryAfter?: string | undefined } | { failed: FailureReason };

/** What delivering needs from outside. */
export type DeliveryContext = LeaseContext & {
  /** Posts to a receiver; never rejects. */
  post(request: WebhookRequest): Promise<ReceiverResponse>;
  /** From 0 up to, not including, 1. */
  random: () => number;
};

/** A change with its number in the feed. */
export type NumberedChange = { number: number; change: ChangeRecord };

type AttemptFailure = {
  isDelivered: false;
  status?: number;
  reason: FailureReason;
  /** Milliseconds that the receiver asked to wait. */
  retryAfterMs?: number | undefined;
};
type AttemptResult = { isDelivered: true; status: number } | AttemptFailure;

/** Statuses with which `Retry-After` is respected. */
const retryAfterStatuses: readonly number[] = [429, 503];

/** Interprets a response by Standard Webhooks: 2xx is success, 410 ends the subscription, a redirect is not followed. */
export const attemptResultOf = (response: ReceiverResponse, now: number): AttemptResult => {
  if ("failed" in response) return { isDelivered: false, reason: response.failed };
  const { status, retryAfter } = response;
  if (status >= 200 && status < 300) return { isDelivered: true, status };
  const reason = status === 410 ? "gone" : status >= 300 && status < 400 ? "redirect" : "status";
  const retryAfterMs = retryAfterStatuses.includes(status) ? readRetryAfter(retryAfter, now) : undefined;
  return { isDelivered: false, status, reason, retryAfterMs };
};

/** The request of a change. Its id is the same in every attempt, time and signature are new. */
const deliveryRequest = (
  { webhook }: LeasedWebhook,
  { change }: NumberedChange,
  milliseconds: number,
): WebhookRequest => {
  const body = JSON.stringify({ type: change.type, timestamp: change.at, data: change });
  const timestamp = Math.floor(milliseconds / 1_000);
  return {
    url: webhook.record.url,
    headers: {
      "content-type": "application/json",
      "user-agent": "dangbo",
      "webhook-id": change.id,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": signatureOf(webhook.secret, { id: change.id, timestamp, body }),
    },
    body,
  };
};

/** An attempt that was made. Times are milliseconds since the epoch. */
type Attempt = NumberedChange & { attempt: number; startedAt: number; endedAt: number };

/** Sends a change and records the result. Undefined if it failed, which ends the run. */
export const attemptDelivery = async (
  context: DeliveryContext,
  leased: LeasedWebhook,
  item: NumberedChange,
): Promise<LeasedWebhook | undefined> => {
  const startedAt = context.clock();
  const response = await context.post(deliveryRequest(leased, item, startedAt));
  const endedAt = context.clock();
  const result = attemptResultOf(response, endedAt);
  const attempt: Attempt = { ...item, attempt: leased.state.attempts + 1, startedAt, endedAt };
  const log = (nextAttemptAt?: number) =>
    logWrite(leased.webhook.record.id, context.newId(), { ...attempt, result, nextAttemptAt });
  if (result.isDelivered) {
    const set = { position: item.number, leaseUntil: endedAt + leaseDurationMs };
    await context.table.write([leasedUpdate(leased, { set, remove: failureFields }), log()]);
    const { position } = set;
    return {
      ...leased,
      state: { ...leased.state, position, attempts: 0, failingSince: undefined, nextAttemptAt: undefined },
    };
  }
  await context.table.write(await failureWrites(context, leased, { attempt, result, log }));
  return undefined;
};

const leasedUpdate = (leased: LeasedWebhook, change: Omit<StateChange, "expect">): Write =>
  updateState(leased.webhook.record.id, { ...change, expect: leaseCondition(leased) });

type Failure = { attempt: Attempt; result: AttemptFailure; log: (nextAttemptAt?: number) => Write };

/** Schedules the next attempt, or disables the webhook. */
const failureWrites = async (
  context: DeliveryContext,
  leased: LeasedWebhook,
  { attempt, result, log }: Failure,
): Promise<Write[]> => {
  const { endedAt: now, attempt: attempts } = attempt;
  const { failingSince = now } = leased.state;
  const { reason, retryAfterMs } = result;
  if (reason === "gone") return [...disableWrites(leased, "gone", now), log()];
  const next = nextAttemptTime({ attempts, failingSince, now, retryAfterMs, random: context.random() });
  if (next === undefined) return [...disableWrites(leased, "failing", now), log()];
  // Sent before the state is written: an interruption causes an attempt too early, not none.
  await context.sendRecheck({ webhookId: leased.webhook.record.id, due: next }, Math.ceil((next - now) / 1_000));
  const set = { attempts, failingSince, nextAttemptAt: next };
  return [leasedUpdate(leased, { set, remove: leaseFields }), log(next)];
};

/** Disables a webhook at its position, from which it continues when it is enabled. */
const disableWrites = (leased: LeasedWebhook, code: DisabledCode, milliseconds: number): Write[] => {
  const { webhook } = leased;
  const at = instantOf(milliseconds);
  const record = { ...webhook.record, status: "disabled", disabledReason: { code, at }, updatedAt: at } as const;
  const version = webhook.version + 1;
  return [
    replace(webhookItemOf({ ...webhook, record, version }), webhook.version, () => new Problem("write-conflict")),
    leasedUpdate(leased, { set: { revision: version }, remove: [...failureFields, ...leaseFields] }),
  ];
};

/** Seconds for which attempts are logged. */
const logRetentionSeconds = 30 * 86_400;

/** Logs an attempt: of the response only the status. */
const logWrite = (
  webhookId: string,
  id: string,
  logged: Attempt & { result: AttemptResult; nextAttemptAt: number | undefined },
): Write => {
  const { change, attempt, startedAt, endedAt, result, nextAttemptAt } = logged;
  const record: DeliveryAttempt = {
    id,
    changeId: change.id,
    type: change.type,
    at: instantOf(startedAt),
    attempt,
    outcome: result.isDelivered ? "delivered" : "failed",
    ...(result.status === undefined ? {} : { status: result.status }),
    ...(result.isDelivered ? {} : { reason: result.reason }),
    durationMs: Math.max(0, Math.round(endedAt - startedAt)),
    ...(nextAttemptAt === undefined ? {} : { nextAttemptAt: instantOf(nextAttemptAt) }),
  };
  const expiresAt = Math.floor(startedAt / 1_000) + logRetentionSeconds;
  return insert({ ...keys.delivery(webhookId, id), ...record, expiresAt });
};
