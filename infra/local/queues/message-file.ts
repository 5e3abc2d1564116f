import { randomUUID } from "node:crypto";
import type { Lineage } from "../functions/lineage.ts";

/** The state of a message, stored in the name of its file, so that every change is one atomic rename. */
export type MessageName = {
  /** Arrival time as sortable text. */
  arrivedAt: string;
  id: string;
  /** Epoch milliseconds before which the message is not delivered. */
  visibleAfter?: number | undefined;
  /** How often the message was received, and when first (epoch milliseconds). */
  received?: { times: number; first: number } | undefined;
  /** The invocations in the chain that sent it. */
  lineage?: Lineage | undefined;
};

/** Files with another extension are still being written. */
export const isMessageFile = (name: string) => name.endsWith(".json");

const fileNamePattern =
  /^(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z)-([0-9a-f-]{36})(?:\.after-(\d+))?(?:\.received-(\d+)-(\d+))?(?:\.lineage-([\da-f_-]+))?\.json$/;

/** The name of a new message. `delay` is in seconds. */
export const newMessageName = (now: number, delay = 0, lineage?: Lineage): MessageName => ({
  arrivedAt: new Date(now).toISOString().replace(/[:.]/g, "-"),
  id: randomUUID(),
  visibleAfter: delay > 0 ? now + delay * 1_000 : undefined,
  lineage,
});

export const fileNameOf = ({ arrivedAt: at, id, visibleAfter: after, received, lineage }: MessageName): string => {
  const delayed = after === undefined ? "" : `.after-${after}`;
  const receivedPart = received === undefined ? "" : `.received-${received.times}-${received.first}`;
  const chain = lineage === undefined ? "" : `.lineage-${lineage}`;
  return `${at}-${id}${delayed}${receivedPart}${chain}.json`;
};

/** Undefined for a file that is not a message. */
export const parseFileName = (file: string): MessageName | undefined => {
  const [, at, id, after, times, first, lineage] = fileNamePattern.exec(file) ?? [];
  if (at === undefined || id === undefined) return undefined;
  return {
    arrivedAt: at,
    id,
    visibleAfter: after === undefined ? undefined : Number(after),
    received: times === undefined ? undefined : { times: Number(times), first: Number(first) },
    lineage,
  };
};

/** Arrival time in epoch milliseconds. */
export const sentAt = ({ arrivedAt: at }: MessageName): number =>
  Date.parse(at.replace(/T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z$/, "T$1:$2:$3.$4Z"));
