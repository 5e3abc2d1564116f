import { existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isComplete, parseFailure } from "../../replay/replay-queue.ts";
import { selectQueues } from "../../replay/select-queues.ts";
import { messageOf } from "../errors.ts";
import { privateFolder } from "../files.ts";
import type { FunctionRegistry } from "../functions/registry.ts";
import { repeat } from "../repeat.ts";
import { isMessageFile } from "./message-file.ts";
import { type QueueFolder, type ReplayRequest, replayFolder } from "./queue-folder.ts";

/** Milliseconds between checks for messages to replay. */
const replayInterval = 500;

type ReplayServices = { queues: Pick<QueueFolder, "replayRequests">; functions: Pick<FunctionRegistry, "find"> };

/**
 * Replays messages when an operator requests it (`npm run replay`): failures are sent to their functions, dead letters
 * back to their source queues.
 */
export const startReplays = ({ queues, functions }: ReplayServices, log: (message: string) => void) => {
  const isHandled = async ({ body }: ReplayRequest): Promise<boolean> => {
    const failure = parseFailure(body);
    if (!("event" in failure)) throw new Error("The message does not contain the failed event");
    const invoked = await functions.find(failure.functionArn).invoke(failure.event);
    return "result" in invoked && isComplete(invoked.result);
  };
  const replay = async (message: ReplayRequest) => {
    if (message.requeue) return message.requeue();
    const handled = await isHandled(message).catch((error: unknown) => {
      log(`A replay failed: ${messageOf(error)}`);
      return false;
    });
    if (handled) message.complete();
    else message.putBack();
  };
  const replayAll = async (signal: AbortSignal) => {
    try {
      for (const message of queues.replayRequests()) if (!signal.aborted) await replay(message);
    } catch (error) {
      log(`Messages could not be replayed: ${messageOf(error)}`);
    }
  };
  return repeat(replayAll, { every: replayInterval });
};

/** Milliseconds to wait for the messages to be handled, and between checks. */
const defaultWaitLimit = 60_000;
const checkInterval = 200;

export type LocalReplay = {
  state: string;
  /** Replays the dead-letter queues whose name contains this text. */
  queueName: string;
  log: (line: string) => void;
  waitLimit?: number;
};

/**
 * Requests a replay of dead-letter queues from the service that runs on a state folder, and waits for it. Throws if no service
 * has used the folder, and if no queue has this name.
 */
export const replayLocal = async ({ state, queueName, log, waitLimit = defaultWaitLimit }: LocalReplay) => {
  const queues = join(state, "queues");
  if (!existsSync(queues)) throw new Error(`${state} contains no queues of a service`);
  const names = selectQueues(readdirSync(queues), (name) => name, queueName);
  const requests = names.flatMap((name) => requestReplay(join(queues, name)));
  const deadline = Date.now() + waitLimit;
  const isPending = ({ requested }: RequestedMessage) => existsSync(requested);
  while (requests.some(isPending) && Date.now() < deadline) await wait(checkInterval);
  const pending = requests.filter(isPending).length;
  const failed = requests.filter(({ queued }) => existsSync(queued)).length;
  const done = requests.length - pending - failed;
  if (requests.length > 0) log(`${done} replayed, ${failed} failed again`);
  if (pending > 0) log(`${pending} messages will be replayed when the service runs`);
  return { done, failed: failed + pending };
};

/** The paths of a message in its queue, and while its replay is requested. */
type RequestedMessage = { queued: string; requested: string };

const requestReplay = (folder: string): RequestedMessage[] => {
  const messages = readdirSync(folder).filter(isMessageFile);
  mkdirSync(join(folder, replayFolder), { recursive: true, mode: privateFolder });
  return messages.map((name) => {
    const message = { queued: join(folder, name), requested: join(folder, replayFolder, name) };
    renameSync(message.queued, message.requested);
    return message;
  });
};
