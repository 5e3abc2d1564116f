import { existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isComplete, parseFailure } from "../../replay/replay-queue.ts";
import { messageOf } from "../errors.ts";
import { privateFolder } from "../files.ts";
import type { FunctionRegistry } from "../functions/registry.ts";
import { isMessageFile } from "./message-file.ts";
import type { QueueFolder, ReplayRequest } from "./queue-folder.ts";
import { replayFolder } from "./queue-folder.ts";

/** Milliseconds between looks at what an operator wants handled again. */
const look = 500;

type ReplayServices = { queues: Pick<QueueFolder, "replayRequests">; functions: Pick<FunctionRegistry, "find"> };

/**
 * Hands messages of failure queues to their functions once more, and dead letters to the queues they come from, when an
 * operator asks for it (`npm run replay`).
 */
export const startReplays = ({ queues, functions }: ReplayServices, log: (message: string) => void) => {
  const stopping = new AbortController();
  const isHandled = async ({ body }: ReplayRequest): Promise<boolean> => {
    const failure = parseFailure(body);
    if (!("event" in failure)) throw new Error("A failure without its records");
    const outcome = await functions.find(failure.functionArn).invoke(failure.event);
    return "result" in outcome && isComplete(outcome.result);
  };
  const handle = async (message: ReplayRequest) => {
    if (message.requeue) return message.requeue();
    const handled = await isHandled(message).catch((error: unknown) => {
      log(`A replay failed: ${messageOf(error)}`);
      return false;
    });
    if (handled) message.complete();
    else message.putBack();
  };
  const run = async () => {
    while (!stopping.signal.aborted) {
      for (const message of queues.replayRequests()) if (!stopping.signal.aborted) await handle(message);
      await wait(look, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
};

/** Milliseconds to wait for a message to be handled, and between checks. */
const defaultWaitLimit = 60_000;
const checkInterval = 200;

/**
 * Asks the service that runs on a state folder to handle again what waits in its failure queues, and waits for it.
 * @param wanted what the names of the queues hold
 */
export const replayHere = async (
  state: string,
  wanted: string,
  log: (line: string) => void,
  waitLimit = defaultWaitLimit,
): Promise<{ done: number; failed: number }> => {
  const queues = join(state, "queues");
  const names = existsSync(queues) ? readdirSync(queues).filter((name) => name.includes(wanted)) : [];
  const asked = names.flatMap((name) => ask(join(queues, name)));
  const deadline = Date.now() + waitLimit;
  const isPending = ({ again }: Asked) => existsSync(again);
  while (asked.some(isPending) && Date.now() < deadline) await wait(checkInterval);
  const pending = asked.filter(isPending).length;
  const failed = asked.filter(({ queue }) => existsSync(queue)).length;
  const done = asked.length - pending - failed;
  if (asked.length > 0) log(`${done} done, ${failed} failed again`);
  if (pending > 0) log(`${pending} wait for the service: they are taken up when it runs`);
  return { done, failed: failed + pending };
};

/** Where a message is when it waits in its queue, and when it is asked for again. */
type Asked = { queue: string; again: string };

const ask = (folder: string): Asked[] => {
  const messages = readdirSync(folder).filter(isMessageFile);
  mkdirSync(join(folder, replayFolder), { recursive: true, mode: privateFolder });
  return messages.map((name) => {
    const asked = { queue: join(folder, name), again: join(folder, replayFolder, name) };
    renameSync(asked.queue, asked.again);
    return asked;
  });
};
