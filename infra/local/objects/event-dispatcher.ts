import { setTimeout as wait } from "node:timers/promises";
import { type EventJournal, type ObjectCreatedEvent, s3Event } from "./event-journal.ts";
import type { EventRetry, ObjectCreatedHandler } from "./settings.ts";

/** Events of a bucket handled concurrently: enough to keep two cores busy with photos. */
const concurrency = 8;

/** Longest pause before a retry, in milliseconds. */
const maxDelayMs = 30_000;

/** More than the longest pause needs, and a finite delay. */
const maxDoublings = 20;

/** How long `close` waits for running handlers, in milliseconds. */
const closeGraceMs = 5000;

/**
 * Retries until it succeeds. A handler passes events that its function cannot process to a failure queue, and rejects only while
 * that queue cannot be written, or the service stops.
 */
export const defaultRetry: EventRetry = { attempts: Number.POSITIVE_INFINITY, firstDelayMs: 250 };

type Subscription = { readonly prefix: string; readonly suffix: string; readonly handler: ObjectCreatedHandler };

type EventDispatcherOptions = {
  readonly journal: EventJournal;
  readonly region: string;
  readonly retry: EventRetry;
  readonly log: (message: string) => void;
};

const overlaps = (one: Subscription, other: Subscription): boolean =>
  (one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix)) &&
  (one.suffix.endsWith(other.suffix) || other.suffix.endsWith(one.suffix));

/** Delivers the events of a bucket at least once, those of one key in order, until acknowledged or failed for good. */
export const createEventDispatcher = ({ journal, region, retry, log }: EventDispatcherOptions) => {
  const subscriptions: Subscription[] = [];
  /** Undelivered events by key; the first one is being delivered. */
  const queues = new Map<string, { events: ObjectCreatedEvent[]; attempts: number }>();
  /** Keys whose first event can be delivered now. */
  const ready = new Set<string>();
  const running = new Set<Promise<void>>();
  const pauses = new Map<string, NodeJS.Timeout>();
  let closed = false;

  const subscriber = (key: string) =>
    subscriptions.find(({ prefix, suffix }) => key.startsWith(prefix) && key.endsWith(suffix));

  const append = (event: ObjectCreatedEvent): void => {
    const queue = queues.get(event.key);
    if (queue !== undefined) queue.events.push(event);
    else {
      queues.set(event.key, { events: [event], attempts: 0 });
      ready.add(event.key);
    }
  };

  const advance = (key: string): void => {
    const queue = queues.get(key);
    queue?.events.shift();
    if (queue === undefined || queue.events.length === 0) queues.delete(key);
    else {
      queue.attempts = 0;
      ready.add(key);
    }
  };

  const scheduleRetry = (key: string, attempts: number): void => {
    const resume = () => {
      pauses.delete(key);
      ready.add(key);
      dispatch();
    };
    const doublings = Math.min(attempts - 1, maxDoublings);
    pauses.set(key, setTimeout(resume, Math.min(retry.firstDelayMs * 2 ** doublings, maxDelayMs)));
  };

  const onFailure = async (event: ObjectCreatedEvent, error: unknown): Promise<void> => {
    const queue = queues.get(event.key);
    const attempts = (queue?.attempts ?? 0) + 1;
    if (queue !== undefined) queue.attempts = attempts;
    if (attempts < retry.attempts) return scheduleRetry(event.key, attempts);
    await journal.fail(event);
    log(`Event ${event.sequencer} of bucket ${event.bucket} failed after ${attempts} attempts: ${String(error)}`);
    advance(event.key);
  };

  const deliver = async (event: ObjectCreatedEvent, handler: ObjectCreatedHandler): Promise<void> => {
    try {
      await handler(s3Event(event, region));
    } catch (error) {
      if (!closed) await onFailure(event, error);
      return;
    }
    if (closed) return;
    await journal.acknowledge(event);
    advance(event.key);
  };

  const dispatch = (): void => {
    for (const key of ready) {
      if (closed || running.size >= concurrency) return;
      const [event] = queues.get(key)?.events ?? [];
      const handler = subscriber(key)?.handler;
      if (event === undefined || handler === undefined) continue;
      ready.delete(key);
      const delivery: Promise<void> = deliver(event, handler)
        .catch((error: unknown) => {
          log(`The event journal of bucket ${event.bucket} failed: ${String(error)}`);
          if (!closed) scheduleRetry(key, maxDoublings);
        })
        .finally(() => {
          running.delete(delivery);
          dispatch();
        });
      running.add(delivery);
    }
  };

  for (const event of journal.read()) append(event);

  return {
    subscribe(subscription: Subscription): void {
      if (subscriptions.some((other) => overlaps(other, subscription)))
        throw new Error(
          `The subscription to "${subscription.prefix}*${subscription.suffix}" overlaps with another one.`,
        );
      subscriptions.push(subscription);
      dispatch();
    },
    hasSubscriber: (key: string) => subscriber(key) !== undefined,
    /** Accepts an event that is already in the journal. */
    enqueue(event: ObjectCreatedEvent): void {
      append(event);
      dispatch();
    },
    async close() {
      closed = true;
      for (const pause of pauses.values()) clearTimeout(pause);
      await Promise.race([Promise.all(running), wait(closeGraceMs, undefined, { ref: false })]);
    },
  };
};
