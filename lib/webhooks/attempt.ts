import { instantOf } from "../shared/days.ts";
import { Problem } from "../shared/problem.ts";
import { replace, type Write } from "../table/write.ts";
import type { DisabledCode } from "../vocabulary/webhooks.ts";
import { type AttemptResult, attemptResultOf } from "./answer.ts";
import type { DeliveryContext, NumberedChange, WebhookRequest } from "./delivering.ts";
import { webhookItemOf } from "./items.ts";
import { type LeasedWebhook, leaseCondition, leaseDurationMs } from "./lease.ts";
import { type Attempt, deliveryLogWrite } from "./log.ts";
import { nextAttemptTime } from "./schedule.ts";
import { signatureOf } from "./secret.ts";
import { stateFields, updateState } from "./state.ts";

/** The request of a change: its id is the same at every attempt, time and signature are new. */
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

/** Tries to deliver a change and keeps what came of it. Undefined where that ends the delivering, for now or for good. */
export const attemptDelivery = async (
  using: DeliveryContext,
  held: LeasedWebhook,
  item: NumberedChange,
): Promise<LeasedWebhook | undefined> => {
  const startedAt = using.clock();
  const answer = await using.post(deliveryRequest(held, item, startedAt));
  const endedAt = using.clock();
  const verdict = attemptResultOf(answer, endedAt);
  const made: Attempt = { change: item.change, attempt: held.state.attempts + 1, startedAt, endedAt, verdict };
  if (verdict.outcome === "delivered") return recordSuccess(using, held, item.number, made);
  await recordFailure(using, held, verdict, made);
  return undefined;
};

const recordSuccess = async (
  using: DeliveryContext,
  held: LeasedWebhook,
  position: number,
  made: Attempt,
): Promise<LeasedWebhook> => {
  const { id } = held.webhook.record;
  const set = { position, leaseUntil: made.endedAt + leaseDurationMs };
  await using.table.write([
    updateState(id, { set, remove: stateFields.failing, expect: leaseCondition(held) }),
    deliveryLogWrite(id, using.newId(), made),
  ]);
  return {
    ...held,
    state: { ...held.state, position, attempts: 0, failingSince: undefined, nextAttemptAt: undefined },
  };
};

const recordFailure = async (
  using: DeliveryContext,
  held: LeasedWebhook,
  verdict: FailedAttempt,
  made: Attempt,
): Promise<void> => {
  const { webhook, state } = held;
  const { id } = webhook.record;
  const { endedAt: now, attempt: attempts } = made;
  const failingSince = state.failingSince ?? now;
  const { askedPause } = verdict;
  const isGone = verdict.reason === "gone";
  const next = isGone
    ? undefined
    : nextAttemptTime({ attempts, failingSince, now, retryAfterMs: askedPause, random: using.random() });
  const log = (nextAttemptAt?: number) => deliveryLogWrite(id, using.newId(), { ...made, nextAttemptAt });
  if (next === undefined) {
    await using.table.write([...disableWrites(held, isGone ? "gone" : "failing", now), log()]);
    return;
  }
  // Sent before it is known when: cut off in between, it is tried too early, and not never.
  await using.sendRecheck({ webhookId: id, due: next }, Math.ceil((next - now) / 1_000));
  const set = { attempts, failingSince, nextAttemptAt: next };
  await using.table.write([
    updateState(id, { set, remove: stateFields.leased, expect: leaseCondition(held) }),
    log(next),
  ]);
};

type FailedAttempt = Extract<AttemptResult, { outcome: "failed" }>;

/** The writes that disable a webhook where it is: enabled again, it goes on from there. */
const disableWrites = (held: LeasedWebhook, code: DisabledCode, milliseconds: number): Write[] => {
  const { webhook } = held;
  const at = instantOf(milliseconds);
  const record = { ...webhook.record, status: "disabled", disabledReason: { code, at }, updatedAt: at } as const;
  const version = webhook.version + 1;
  const remove = [...stateFields.failing, ...stateFields.leased];
  return [
    replace(webhookItemOf({ ...webhook, record, version }), webhook.version, () => new Problem("write-conflict")),
    updateState(record.id, { set: { revision: version }, remove, expect: leaseCondition(held) }),
  ];
};
