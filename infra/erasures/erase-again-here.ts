import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { privateFolder, replaceFile } from "../local/files.ts";
import { arrivingNow, fileOf } from "../local/queues/message-name.ts";
import { againFolder } from "../local/queues/queue-folder.ts";

/** What the function that erases is told: look through the register. */
export const eraseAgainMessage = JSON.stringify({ again: true });

/**
 * Has the service of a state folder look through its register of erasures, now if it runs, else as it starts: the message is
 * laid down as a dead letter that is to be handled again.
 * @throws Error where no service has run on the folder yet
 */
export function eraseAgainHere(state: string): void {
  const queues = join(state, "queues");
  const name = existsSync(queues)
    ? readdirSync(queues).find((each) => each.includes("ErasureProcessorDlq"))
    : undefined;
  if (name === undefined) throw new Error(`No service has run on ${state}`);
  const again = join(queues, name, againFolder);
  mkdirSync(again, { recursive: true, mode: privateFolder });
  replaceFile(join(again, fileOf(arrivingNow(Date.now()))), eraseAgainMessage);
}
