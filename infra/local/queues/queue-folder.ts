import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { privateFolder, replaceFile } from "../files.ts";
import { fileNameOf, isMessageFile, newMessageName } from "./message-file.ts";
import { openWorkQueue, type WorkQueue } from "./work-queue.ts";

/** Within a queue's folder: the messages that an operator wants handled again. */
export const replayFolder = "again";
/** Within the folder of a queue that starts a function: its messages, where no operator's command takes them away. */
const waitingFolder = "waiting";

/** A message that is to be handled again. */
export type ReplayRequest = {
  body: string;
  /** Of a dead letter: puts it back into the queue it comes from. */
  requeue?: (() => void) | undefined;
  /** Handled: it is no more. */
  complete(): void;
  /** Failed again: it is back in its queue. */
  putBack(): void;
};

/** Where the messages of a queue end that were handed out too often, and how long each is kept from others (seconds). */
export type Redrive = { deadLetterArn: string; maxReceives: number; visibilityTimeout: number };

export type QueueFolder = {
  /** Makes the queue's folder; gives its ARN. Throws where its dead letters have no queue. */
  create(name: string, redrive?: Redrive): string;
  /** Throws for an ARN that is no queue here. */
  send(arn: string, body: object): void;
  /** The queue of an ARN, where it starts a function; undefined for one that only keeps what failed. */
  workQueue(arn: string): WorkQueue | undefined;
  /** What an operator wants handled again, of all queues, the oldest of each first. */
  replayRequests(): ReplayRequest[];
};

/** Queues as folders: a message is a file named for the time of its arrival, there until somebody takes it away. */
export const openQueues = (
  folder: string,
  arnPrefix: string,
  log: (message: string) => void = console.error,
): QueueFolder => {
  const folders = new Map<string, string>();
  const context = new Map<string, WorkQueue>();
  /** Where dead letters come from, by the queue they are in. */
  const sources = new Map<string, WorkQueue>();

  const folderOf = (arn: string) => {
    const own = folders.get(arn);
    if (own === undefined) throw new Error(`There is no queue ${arn}`);
    return own;
  };

  const askedOf = (arn: string, own: string): ReplayRequest[] => {
    const again = join(own, replayFolder);
    const names = existsSync(again) ? readdirSync(again).filter(isMessageFile).sort() : [];
    const source = sources.get(arn);
    return names.map((name) => {
      const file = join(again, name);
      return {
        body: readFileSync(file, "utf8"),
        requeue: source && (() => source.requeue(file)),
        complete: () => rmSync(file),
        putBack: () => renameSync(file, join(own, name)),
      };
    });
  };

  return {
    create(name, redrive) {
      const own = join(folder, name);
      mkdirSync(own, { recursive: true, mode: privateFolder });
      const arn = `${arnPrefix}:${name}`;
      folders.set(arn, own);
      if (redrive) {
        const { deadLetterArn, ...settings } = redrive;
        const deadLetters = folderOf(deadLetterArn);
        const queue = openWorkQueue(join(own, waitingFolder), { ...settings, deadLetters }, log);
        context.set(arn, queue);
        sources.set(deadLetterArn, queue);
      }
      return arn;
    },
    send(arn, body) {
      const file = join(folderOf(arn), fileNameOf(newMessageName(Date.now())));
      replaceFile(file, `${JSON.stringify(body, undefined, 2)}\n`);
    },
    workQueue: (arn) => context.get(arn),
    replayRequests: () => [...folders].flatMap(([arn, own]) => askedOf(arn, own)),
  };
};
