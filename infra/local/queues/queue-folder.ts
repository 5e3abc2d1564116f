import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { privateFolder, replaceFile } from "../files.ts";

/** Within a queue's folder: the messages that an operator wants handled again. */
export const againFolder = "again";

/** A message that is to be handled again. */
export type AskedAgain = {
  body: string;
  /** Handled: it is no more. */
  done(): void;
  /** Failed again: it is back in its queue. */
  back(): void;
};

export type QueueFolder = {
  /** Makes the queue's folder; gives its ARN. */
  keep(name: string): string;
  /** Throws for an ARN that is no queue here. */
  send(arn: string, body: object): void;
  /** What an operator wants handled again, of all queues, the oldest of each first. */
  askedAgain(): AskedAgain[];
};

/** Others are still being written. */
export const isMessage = (name: string) => name.endsWith(".json");

/** Queues as folders: a message is a file named for the time of its arrival, there until somebody takes it away. */
export function openQueues(folder: string, arnPrefix: string): QueueFolder {
  const folders = new Map<string, string>();
  return {
    keep(name) {
      const own = join(folder, name);
      mkdirSync(own, { recursive: true, mode: privateFolder });
      const arn = `${arnPrefix}:${name}`;
      folders.set(arn, own);
      return arn;
    },
    send(arn, body) {
      const own = folders.get(arn);
      if (own === undefined) throw new Error(`There is no queue ${arn}`);
      const at = new Date().toISOString().replace(/[:.]/g, "-");
      replaceFile(join(own, `${at}-${randomUUID()}.json`), `${JSON.stringify(body, undefined, 2)}\n`);
    },
    askedAgain: () =>
      [...folders.values()].flatMap((own) => {
        const again = join(own, againFolder);
        const names = existsSync(again) ? readdirSync(again).filter(isMessage).sort() : [];
        return names.map((name) => {
          const file = join(again, name);
          return {
            body: readFileSync(file, "utf8"),
            done: () => rmSync(file),
            back: () => renameSync(file, join(own, name)),
          };
        });
      }),
  };
}
