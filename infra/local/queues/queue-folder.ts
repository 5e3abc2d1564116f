import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { privateFolder, replaceFile } from "../files.ts";

export type QueueFolder = {
  /** Makes the queue's folder; gives its ARN. */
  keep(name: string): string;
  /** Throws for an ARN that is no queue here. */
  send(arn: string, body: object): void;
};

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
  };
}
