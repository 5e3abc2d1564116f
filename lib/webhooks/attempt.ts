import { instantOf } from "../shared/days.ts";
import { Problem } from "../shared/problem.ts";
import { replace, type Write } from "../table/write.ts";
import type { DisabledCode } from "../vocabulary/webhooks.ts";
import { type Verdict, verdictOf } from "./answer.ts";
import type { Delivering, Numbered, WebhookRequest } from "./delivering.ts";
import { webhookItemOf } from "./items.ts";
import { type Held, leaseLasts, still } from "./lease.ts";
import { type Attempt, logged } from "./log.ts";
import { nextAttempt } from "./schedule.ts";
import { signatureOf } from "./secret.ts";
import { changeState, ends } from "./state.ts";

/** The request of a change: its id is the same at every attempt, time and signature are new. */
const requestOf = ({ webhook }: Held, { change }: Numbered, milliseconds: number): WebhookRequest => {
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
export const attempt = async (using: Delivering, held: Held, item: Numbered): Promise<Held | undefined> => {
  const startedAt = using.clock();
  const answer = await using.post(requestOf(held, item, startedAt));
  const endedAt = using.clock();
  const verdict = verdictOf(answer, endedAt);
  const made: Attempt = { change: item.change, attempt: held.state.attempts + 1, startedAt, endedAt, verdict };
  if (verdict.outcome === "delivered") return moveOn(using, held, item.number, made);
  await fail(using, held, verdict, made);
  return undefined;
};

const moveOn = async (using: Delivering, held: Held, position: number, made: Attempt): Promise<Held> => {
  const { id } = held.webhook.record;
  const set = { position, leaseUntil: made.endedAt + leaseLasts };
  await using.table.write([
    changeState(id, { set, remove: ends.failing, expect: still(held) }),
    logged(id, using.newId(), made),
  ]);
  return {
    ...held,
    state: { ...held.state, position, attempts: 0, failingSince: undefined, nextAttemptAt: undefined },
  };
};

const fail = async (using: Delivering, held: Held, verdict: Failed, made: Attempt): Promise<void> => {
  const { webhook, state } = held;
  const { id } = webhook.record;
  const { endedAt: now, attempt: attempts } = made;
  const failingSince = state.failingSince ?? now;
  const { askedPause } = verdict;
  const isGone = verdict.reason === "gone";
  const next = isGone ? undefined : nextAttempt({ attempts, failingSince, now, askedPause, random: using.random() });
  const log = (nextAttemptAt?: number) => logged(id, using.newId(), { ...made, nextAttemptAt });
  if (next === undefined) {
    await using.table.write([...disabled(held, isGone ? "gone" : "failing", now), log()]);
    return;
  }
  // Sent before it is known when: cut off in between, it is tried too early, and not never.
  await using.wake({ webhookId: id, due: next }, Math.ceil((next - now) / 1_000));
  const set = { attempts, failingSince, nextAttemptAt: next };
  await using.table.write([changeState(id, { set, remove: ends.leased, expect: still(held) }), log(next)]);
};

type Failed = Extract<Verdict, { outcome: "failed" }>;

/** The writes that disable a webhook where it is: enabled again, it goes on from there. */
const disabled = (held: Held, code: DisabledCode, milliseconds: number): Write[] => {
  const { webhook } = held;
  const at = instantOf(milliseconds);
  const record = { ...webhook.record, status: "disabled", disabledReason: { code, at }, updatedAt: at } as const;
  const version = webhook.version + 1;
  const remove = [...ends.failing, ...ends.leased];
  return [
    replace(webhookItemOf({ ...webhook, record, version }), webhook.version, () => new Problem("write-conflict")),
    changeState(record.id, { set: { revision: version }, remove, expect: still(held) }),
  ];
};
