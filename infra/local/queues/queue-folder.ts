import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { privateFolder, replaceFile } from "../files.ts";
import { fileNameOf, isMessageFile, newMessageName } from "./message-file.ts";
import { openWorkQueue, type WorkQueue } from "./work-queue.ts";

/** Subfolder of a queue: messages that an operator has selected for a replay. */
export const replayFolder = "again";
/** Subfolder of a queue that invokes a function: its messages, which a replay does not touch. */
const waitingFolder = "waiting";

/** A message that is to be replayed. */
export type ReplayRequest = {
  body: string;
  /** Moves a dead letter back to its source queue; undefined for other messages. */
  requeue?: (() => void) | undefined;
  /** Deletes the message after it was handled. */
  complete(): void;
  /** Moves the message back to its queue after it has failed again. */
  putBack(): void;
};

/** The dead-letter queue of a queue, and the visibility timeout of its messages in seconds. */
export type Redrive = { deadLetterArn: string; maxReceives: number; visibilityTimeout: number };

export type QueueFolder = ReturnType<typeof openQueues>;

/** Queues as folders: a message is a file named after its arrival time; it stays until it is handled. */
export const openQueues = (folder: string, arnPrefix: string, log: (message: string) => void = console.error) => {
  const folders = new Map<string, string>();
  const workQueues = new Map<string, WorkQueue>();
  /** The source of dead letters, by the ARN of their queue. */
  const sources = new Map<string, WorkQueue>();

  const folderOf = (arn: string) => {
    const own = folders.get(arn);
    if (own === undefined) throw new Error(`There is no queue ${arn}`);
    return own;
  };

  const requestsOf = (arn: string, own: string): ReplayRequest[] => {
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
    /** Creates the folder of the queue and returns its ARN. Throws when the dead-letter queue does not exist. */
    create(name: string, redrive?: Redrive): string {
      const own = join(folder, name);
      mkdirSync(own, { recursive: true, mode: privateFolder });
      const arn = `${arnPrefix}:${name}`;
      folders.set(arn, own);
      if (redrive) {
        const { deadLetterArn, ...settings } = redrive;
        const deadLetters = folderOf(deadLetterArn);
        const queue = openWorkQueue(join(own, waitingFolder), { ...settings, deadLetters }, log);
        workQueues.set(arn, queue);
        sources.set(deadLetterArn, queue);
      }
      return arn;
    },
    /** Throws for an unknown ARN. */
    send(arn: string, body: object): void {
      const file = join(folderOf(arn), fileNameOf(newMessageName(Date.now())));
      replaceFile(file, `${JSON.stringify(body, undefined, 2)}\n`);
    },
    /** The queue of an ARN when it invokes a function; undefined for a failure queue. */
    workQueue: (arn: string) => workQueues.get(arn),
    /** The messages to be replayed from all queues, the oldest of each queue first. */
    replayRequests: () => [...folders].flatMap(([arn, own]) => requestsOf(arn, own)),
  };
};
