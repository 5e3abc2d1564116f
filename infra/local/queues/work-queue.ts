import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { privateFolder, syncFolder, syncFolderNow, writePrivately } from "../files.ts";
import { fileNameOf, isMessageFile, type MessageName, newMessageName, parseFileName, sentAt } from "./message-file.ts";

/** How a queue hands out its messages, and where those end that are handed out too often. */
export type WorkQueueSettings = {
  /** Seconds nobody else gets a message that was handed out. */
  visibilityTimeout: number;
  /** The folder of the queue of dead letters. */
  deadLetters: string;
  /** Times a message is handed out before it is a dead letter. */
  maxReceives: number;
};

export type QueueMessage = {
  id: string;
  body: string;
  /** Epoch milliseconds. */
  sentAt: number;
  firstReceivedAt: number;
  /** How often it was handed out, this time included. */
  receiveCount: number;
};

export type WorkQueue = {
  /** Takes messages in; `delay` is in seconds. They are on disk once it resolves, and it gives their ids in order. */
  send(messages: readonly { body: string; delay?: number }[]): Promise<string[]>;
  /** Takes in a dead letter, as if it had just arrived. */
  requeue(file: string): void;
  /** Hands out messages that nobody else has, the oldest first. What nobody says is done comes again. */
  receive(most: number): QueueMessage[];
  delete(id: string): void;
  /** Milliseconds until a message waits; Infinity where there is none at all. */
  nextVisibleIn(): number;
  /** Calls back when messages have come. */
  onArrival(callBack: () => void): void;
};

type Entry = { name: MessageName; visibleAt: number };

/**
 * A queue that functions are started by, over a folder: a message is a file, and its name says how often it was handed out.
 * Who has it is known in memory only: after a stop, nobody has.
 */
export const openWorkQueue = (
  folder: string,
  { visibilityTimeout: visibility, deadLetters, maxReceives: tries }: WorkQueueSettings,
  log: (message: string) => void,
  clock: () => number = Date.now,
): WorkQueue => {
  mkdirSync(folder, { recursive: true, mode: privateFolder });
  const entries = new Map<string, Entry>();
  const listeners: (() => void)[] = [];
  const pathOf = (name: MessageName) => join(folder, fileNameOf(name));
  const enter = (name: MessageName) => entries.set(name.id, { name, visibleAt: name.visibleAfter ?? 0 });

  for (const file of readdirSync(folder).sort()) {
    const name = parseFileName(file);
    if (name) enter(name);
    // Cut off while it was written: it was never acknowledged.
    else if (!isMessageFile(file)) rmSync(join(folder, file));
  }

  const bury = (name: MessageName) => {
    renameSync(pathOf(name), join(deadLetters, fileNameOf({ arrivedAt: name.arrivedAt, id: name.id })));
    syncFolderNow(deadLetters);
    entries.delete(name.id);
    log(`${basename(deadLetters)}: a message was given up after ${tries} tries`);
  };

  const handOut = (name: MessageName, now: number): QueueMessage => {
    const { times, first } = name.received ?? { times: 0, first: now };
    const next = { ...name, received: { times: times + 1, first } };
    renameSync(pathOf(name), pathOf(next));
    entries.set(name.id, { name: next, visibleAt: now + visibility * 1_000 });
    const body = readFileSync(pathOf(next), "utf8");
    return { id: name.id, body, sentAt: sentAt(name), firstReceivedAt: first, receiveCount: times + 1 };
  };

  const arrive = (names: readonly MessageName[]) => {
    for (const name of names) enter(name);
    for (const callBack of listeners) callBack();
  };

  return {
    async send(messages) {
      const now = clock();
      const written = messages.map(({ body, delay }) => ({ name: newMessageName(now, delay), body }));
      await Promise.all(
        written.map(async ({ name, body }) => {
          await writePrivately(`${pathOf(name)}.new`, body);
          await rename(`${pathOf(name)}.new`, pathOf(name));
        }),
      );
      await syncFolder(folder);
      arrive(written.map(({ name }) => name));
      return written.map(({ name }) => name.id);
    },
    requeue(file) {
      const name = newMessageName(clock());
      renameSync(file, pathOf(name));
      syncFolderNow(folder);
      arrive([name]);
    },
    receive(most) {
      const now = clock();
      const found: QueueMessage[] = [];
      for (const { name, visibleAt } of entries.values()) {
        if (found.length === most) break;
        if (visibleAt > now) continue;
        if ((name.received?.times ?? 0) >= tries) bury(name);
        else found.push(handOut(name, now));
      }
      return found;
    },
    delete(id) {
      const entry = entries.get(id);
      if (entry === undefined) return;
      rmSync(pathOf(entry.name));
      entries.delete(id);
    },
    nextVisibleIn() {
      let least = Number.POSITIVE_INFINITY;
      for (const { visibleAt } of entries.values()) if (visibleAt < least) least = visibleAt;
      return Math.max(0, least - clock());
    },
    onArrival: (callBack) => void listeners.push(callBack),
  };
};
