import { randomUUID } from "node:crypto";

/** What the name of a message's file says of it, so that a change of it is one rename and never half done. */
export type MessageName = {
  /** The moment of its arrival, as sortable text. */
  arrivedAt: string;
  id: string;
  /** Epoch milliseconds before which nobody gets it. */
  visibleAfter?: number | undefined;
  /** How often it was given to a function, and when first (epoch milliseconds). */
  received?: { times: number; first: number } | undefined;
};

/** Others are still being written. */
export const isMessageFile = (name: string) => name.endsWith(".json");

const form =
  /^(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z)-([0-9a-f-]{36})(?:\.after-(\d+))?(?:\.received-(\d+)-(\d+))?\.json$/;

/** The name of a message that arrives now. `delay` is in seconds. */
export const newMessageName = (now: number, delay = 0): MessageName => ({
  arrivedAt: new Date(now).toISOString().replace(/[:.]/g, "-"),
  id: randomUUID(),
  visibleAfter: delay > 0 ? now + delay * 1_000 : undefined,
});

export const fileNameOf = ({ arrivedAt: at, id, visibleAfter: after, received }: MessageName): string => {
  const delayed = after === undefined ? "" : `.after-${after}`;
  const counted = received === undefined ? "" : `.received-${received.times}-${received.first}`;
  return `${at}-${id}${delayed}${counted}.json`;
};

/** Undefined for what is no message. */
export const parseFileName = (file: string): MessageName | undefined => {
  const [, at, id, after, times, first] = form.exec(file) ?? [];
  if (at === undefined || id === undefined) return undefined;
  return {
    arrivedAt: at,
    id,
    visibleAfter: after === undefined ? undefined : Number(after),
    received: times === undefined ? undefined : { times: Number(times), first: Number(first) },
  };
};

/** Epoch milliseconds of its arrival. */
export const sentAt = ({ arrivedAt: at }: MessageName): number =>
  Date.parse(at.replace(/T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z$/, "T$1:$2:$3.$4Z"));
