import type { EventJournal } from "./event-journal.ts";
import { type Created, s3Event } from "./event-journal.ts";
import type { CreatedHandler, EventRetry } from "./settings.ts";

/** Events handled at once in a bucket: enough to keep two cores busy with photos. */
const CONCURRENCY = 8;

/** Longest pause before another try, in milliseconds. */
const MAX_DELAY_MS = 30_000;

/** How long a stop waits for handlers that are still at work, in milliseconds. */
const CLOSE_GRACE_MS = 5000;

/** About a minute of tries; AWS gives a function two more tries, then its failure queue. */
export const DEFAULT_RETRY: EventRetry = { tries: 9, firstDelayMs: 250 };

type Subscription = { readonly prefix: string; readonly suffix: string; readonly handler: CreatedHandler };

export type EventsOptions = {
  readonly journal: EventJournal;
  readonly region: string;
  readonly retry: EventRetry;
  readonly report: (message: string) => void;
};

/** Delivers a bucket's events: each at least once, those of a key in order, until acknowledged or given up. */
export type Events = {
  subscribe(prefix: string, suffix: string, handler: CreatedHandler): void;
  /** True where somebody is subscribed to the key. */
  wanted(key: string): boolean;
  /** Takes an event that is in the journal. */
  accept(event: Created): void;
  close(): Promise<void>;
};

function either(a: string, b: string, test: (long: string, short: string) => boolean): boolean {
  return test(a, b) || test(b, a);
}

export function createEvents({ journal, region, retry, report }: EventsOptions): Events {
  const subscriptions: Subscription[] = [];
  /** Undelivered events by key; the first is the one being tried. */
  const queues = new Map<string, { events: Created[]; tries: number }>();
  /** Keys whose first event may be tried now. */
  const ready = new Set<string>();
  const working = new Set<Promise<void>>();
  const pauses = new Map<string, NodeJS.Timeout>();
  let closed = false;

  const subscriber = (key: string) =>
    subscriptions.find(({ prefix, suffix }) => key.startsWith(prefix) && key.endsWith(suffix));

  function enqueue(event: Created): void {
    const queue = queues.get(event.key);
    if (queue !== undefined) queue.events.push(event);
    else {
      queues.set(event.key, { events: [event], tries: 0 });
      ready.add(event.key);
    }
  }

  function advance(key: string): void {
    const queue = queues.get(key);
    queue?.events.shift();
    if (queue === undefined || queue.events.length === 0) queues.delete(key);
    else {
      queue.tries = 0;
      ready.add(key);
    }
  }

  async function failed(event: Created, error: unknown): Promise<void> {
    const queue = queues.get(event.key);
    const tries = (queue?.tries ?? 0) + 1;
    if (tries >= retry.tries) {
      await journal.giveUp(event);
      report(`Event ${event.sequencer} of ${event.bucket} was given up after ${tries} tries: ${String(error)}`);
      advance(event.key);
      return;
    }
    if (queue !== undefined) queue.tries = tries;
    const again = () => {
      pauses.delete(event.key);
      ready.add(event.key);
      pump();
    };
    pauses.set(event.key, setTimeout(again, Math.min(retry.firstDelayMs * 2 ** (tries - 1), MAX_DELAY_MS)));
  }

  async function deliver(event: Created, handler: CreatedHandler): Promise<void> {
    try {
      await handler(s3Event(event, region));
    } catch (error) {
      if (!closed) await failed(event, error);
      return;
    }
    if (closed) return;
    await journal.settle(event);
    advance(event.key);
  }

  function pump(): void {
    for (const key of ready) {
      if (closed || working.size >= CONCURRENCY) return;
      const [event] = queues.get(key)?.events ?? [];
      const handler = subscriber(key)?.handler;
      if (event === undefined || handler === undefined) continue;
      ready.delete(key);
      const context: Promise<void> = deliver(event, handler)
        .catch((error: unknown) => report(`The journal of ${event.bucket} failed: ${String(error)}`))
        .finally(() => {
          working.delete(context);
          pump();
        });
      working.add(context);
    }
  }

  for (const event of journal.read()) enqueue(event);

  return {
    subscribe(prefix, suffix, handler) {
      const overlap = subscriptions.find(
        (other) =>
          either(other.prefix, prefix, (long, short) => long.startsWith(short)) &&
          either(other.suffix, suffix, (long, short) => long.endsWith(short)),
      );
      if (overlap !== undefined) throw new Error(`Subscriptions to "${prefix}*${suffix}" overlap.`);
      subscriptions.push({ prefix, suffix, handler });
      pump();
    },
    wanted: (key) => subscriber(key) !== undefined,
    accept(event) {
      enqueue(event);
      pump();
    },
    async close() {
      closed = true;
      for (const pause of pauses.values()) clearTimeout(pause);
      const { promise: grace, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, CLOSE_GRACE_MS);
      await Promise.race([Promise.all(working), grace]);
      clearTimeout(timer);
    },
  };
}
