import type { Entry } from "../changes/entries.ts";
import { shownTo } from "../changes/list.ts";
import { readEntries } from "../changes/page.ts";
import { Problem } from "../shared/problem.ts";
import { attempt } from "./attempt.ts";
import type { Delivering, Numbered } from "./delivering.ts";
import type { StoredWebhook } from "./items.ts";
import { type Held, holdOn, leaseLasts, release, still, take, type Wake } from "./lease.ts";
import { changeState } from "./state.ts";

/** Milliseconds after which one run begins no other request: the last one and its writes still end in time. */
export const runLasts = 25_000;
/** Changes that are read at once. */
const atOnce = 50;

/** What an administrator of the webhook's organisation sees of an entry, if the webhook wants it. */
const wantedBy = ({ record }: StoredWebhook, organisationId: string | null) => {
  const reader = { organisationId, isAdmin: true };
  return (entry: Entry): Numbered | undefined => {
    const change = shownTo(reader, entry);
    const isWanted = change && (record.types === undefined || record.types.includes(change.type));
    return isWanted ? { number: entry.number, change } : undefined;
  };
};

/**
 * Delivers what a webhook's feed holds behind its position, in that order, until there is no more or the time is up. Cut off
 * anywhere it leaves nothing out: at worst a change is delivered again, with the same id.
 */
export const deliver = async (using: Delivering, wake: Wake): Promise<void> => {
  const end = using.clock() + runLasts;
  let held = await take(using, wake);
  while (held) held = await goOn(using, held, end);
};

const goOn = async (using: Delivering, held: Held, end: number): Promise<Held | undefined> => {
  try {
    if (using.clock() < end) return await deliverPage(using, held, end);
    await release(using, held);
  } catch (error) {
    if (error instanceof Problem && error.code === "write-conflict") return holdOn(using, held);
    throw error;
  }
  await using.wake({ webhookId: held.webhook.record.id }, 0);
  return undefined;
};

/** Delivers a page of the feed. Gives what to go on with, if there is more. */
const deliverPage = async (using: Delivering, begun: Held, end: number): Promise<Held | undefined> => {
  const { webhook, state } = begun;
  const organisationId = webhook.record.organisationId ?? null;
  const context = { table: using.table, caller: { organisationId } };
  const keep = wantedBy(webhook, organisationId);
  const { items, last, more } = await readEntries(
    context,
    webhook.tenantId,
    { after: state.position, limit: atOnce },
    keep,
  );
  let held: Held = begun;
  for (const item of items) {
    if (using.clock() >= end) return held;
    const next = await attempt(using, held, item);
    if (!next) return undefined;
    held = next;
  }
  if (last > held.state.position) held = await skipTo(using, held, last);
  if (more) return held;
  await release(using, held);
  return undefined;
};

/** Moves past changes that are none of the webhook's. */
const skipTo = async ({ table, clock }: Delivering, held: Held, position: number): Promise<Held> => {
  const set = { position, leaseUntil: clock() + leaseLasts };
  await table.write([changeState(held.webhook.record.id, { set, expect: still(held) })]);
  return { ...held, state: { ...held.state, position } };
};
