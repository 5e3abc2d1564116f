import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { privateFolder, syncFolder, syncFolderNow, writePrivately } from "../files.ts";
import type { Lineage } from "../functions/lineage.ts";
import { fileNameOf, isMessageFile, type MessageName, newMessageName, parseFileName, sentAt } from "./message-file.ts";

/** Visibility timeout and dead letters of a queue. */
export type WorkQueueSettings = {
  /** Seconds for which a received message is not delivered again. */
  visibilityTimeout: number;
  /** The folder of the dead-letter queue. */
  deadLetters: string;
  /** Receives after which a message becomes a dead letter. */
  maxReceives: number;
  clock?: () => number;
};

export type QueueMessage = {
  id: string;
  body: string;
  /** Epoch milliseconds. */
  sentAt: number;
  firstReceivedAt: number;
  /** How often the message was received, including this time. */
  receiveCount: number;
  lineage: Lineage | undefined;
};

export type WorkQueue = ReturnType<typeof openWorkQueue>;

/**
 * A queue that invokes functions, over a folder: a message is a file, and its name contains the receive count. Visibility
 * is in memory only: after a restart every message is visible.
 */
export const openWorkQueue = (
  folder: string,
  { visibilityTimeout, deadLetters, maxReceives, clock = Date.now }: WorkQueueSettings,
  log: (message: string) => void,
) => {
  mkdirSync(folder, { recursive: true, mode: privateFolder });
  const entries = new Map<string, { name: MessageName; visibleAt: number }>();
  const listeners: (() => void)[] = [];
  const pathOf = (name: MessageName) => join(folder, fileNameOf(name));
  const add = (name: MessageName) => entries.set(name.id, { name, visibleAt: name.visibleAfter ?? 0 });

  for (const file of readdirSync(folder).sort()) {
    const name = parseFileName(file);
    if (name) add(name);
    // Interrupted while it was written, so it was never acknowledged.
    else if (!isMessageFile(file)) rmSync(join(folder, file));
  }

  const moveToDeadLetters = (name: MessageName, reason: string) => {
    renameSync(pathOf(name), join(deadLetters, fileNameOf({ arrivedAt: name.arrivedAt, id: name.id })));
    syncFolderNow(deadLetters);
    entries.delete(name.id);
    log(`${basename(deadLetters)}: ${reason}`);
  };

  const receiveOne = (name: MessageName, now: number): QueueMessage => {
    const { times, first } = name.received ?? { times: 0, first: now };
    const next = { ...name, received: { times: times + 1, first } };
    renameSync(pathOf(name), pathOf(next));
    entries.set(name.id, { name: next, visibleAt: now + visibilityTimeout * 1_000 });
    const body = readFileSync(pathOf(next), "utf8");
    return {
      id: name.id,
      body,
      sentAt: sentAt(name),
      firstReceivedAt: first,
      receiveCount: times + 1,
      lineage: name.lineage,
    };
  };

  const addAll = (names: readonly MessageName[]) => {
    for (const name of names) add(name);
    for (const callBack of listeners) callBack();
  };

  return {
    /** Adds messages; `delay` is in seconds. Resolves with their ids, in order, once they are durable. */
    async send(
      messages: readonly { body: string; delay?: number; lineage?: Lineage | undefined }[],
    ): Promise<string[]> {
      const now = clock();
      const written = messages.map(({ body, delay, lineage }) => ({ name: newMessageName(now, delay, lineage), body }));
      await Promise.all(
        written.map(async ({ name, body }) => {
          const temporary = `${pathOf(name)}.new`;
          try {
            await writePrivately(temporary, body);
            await rename(temporary, pathOf(name));
          } catch (error) {
            await rm(temporary, { force: true });
            throw error;
          }
        }),
      );
      await syncFolder(folder);
      addAll(written.map(({ name }) => name));
      return written.map(({ name }) => name.id);
    },
    /** Adds a dead letter as a new message. */
    requeue(file: string): void {
      const name = newMessageName(clock());
      renameSync(file, pathOf(name));
      syncFolderNow(folder);
      addAll([name]);
    },
    /** Receives visible messages, the oldest first. A message that is not deleted becomes visible again. */
    receive(limit: number): QueueMessage[] {
      const now = clock();
      const found: QueueMessage[] = [];
      for (const { name, visibleAt } of entries.values()) {
        if (found.length === limit) break;
        if (visibleAt > now) continue;
        if ((name.received?.times ?? 0) >= maxReceives)
          moveToDeadLetters(name, `a message failed after ${maxReceives} attempts`);
        else found.push(receiveOne(name, now));
      }
      return found;
    },
    /** Moves a message to the dead letters at once. */
    reject(id: string, reason: string): void {
      const entry = entries.get(id);
      if (entry) moveToDeadLetters(entry.name, reason);
    },
    delete(id: string): void {
      const entry = entries.get(id);
      if (entry === undefined) return;
      rmSync(pathOf(entry.name));
      entries.delete(id);
    },
    /** Milliseconds until a message is visible; Infinity without messages. */
    nextVisibleIn(): number {
      let least = Number.POSITIVE_INFINITY;
      for (const { visibleAt } of entries.values()) if (visibleAt < least) least = visibleAt;
      return Math.max(0, least - clock());
    },
    /** Calls back when messages were added. */
    onArrival: (callBack: () => void) => void listeners.push(callBack),
  };
};
