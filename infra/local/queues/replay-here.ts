import { existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { privateFolder } from "../files.ts";
import { isMessage } from "./message-name.ts";
import { againFolder } from "./queue-folder.ts";

/** Milliseconds to wait for a message to be handled, and between looks. */
const usualPatience = 60_000;
const look = 200;

/**
 * Asks the service that runs on a state folder to handle again what waits in its failure queues, and waits for it.
 * @param wanted what the names of the queues hold
 */
export async function replayHere(
  state: string,
  wanted: string,
  report: (line: string) => void,
  retryRuntime = usualPatience,
): Promise<{ done: number; failed: number }> {
  const queues = join(state, "queues");
  const names = existsSync(queues) ? readdirSync(queues).filter((name) => name.includes(wanted)) : [];
  const asked = names.flatMap((name) => ask(join(queues, name)));
  const deadline = Date.now() + retryRuntime;
  const isPending = ({ again }: Asked) => existsSync(again);
  while (asked.some(isPending) && Date.now() < deadline) await wait(look);
  const pending = asked.filter(isPending).length;
  const failed = asked.filter(({ queue }) => existsSync(queue)).length;
  const done = asked.length - pending - failed;
  if (asked.length > 0) report(`${done} done, ${failed} failed again`);
  if (pending > 0) report(`${pending} wait for the service: they are taken up when it runs`);
  return { done, failed: failed + pending };
}

/** Where a message is when it waits in its queue, and when it is asked for again. */
type Asked = { queue: string; again: string };

function ask(folder: string): Asked[] {
  const messages = readdirSync(folder).filter(isMessage);
  mkdirSync(join(folder, againFolder), { recursive: true, mode: privateFolder });
  return messages.map((name) => {
    const asked = { queue: join(folder, name), again: join(folder, againFolder, name) };
    renameSync(asked.queue, asked.again);
    return asked;
  });
}
