import { setTimeout as wait } from "node:timers/promises";
import { isComplete, parseFailure } from "../../replay/replay-queue.ts";
import { messageOf } from "../errors.ts";
import type { FunctionRegistry } from "../functions/registry.ts";
import type { AskedAgain, QueueFolder } from "../queues/queue-folder.ts";

/** Milliseconds between looks at what an operator wants handled again. */
const look = 500;

type Parts = { queues: Pick<QueueFolder, "askedAgain">; functions: Pick<FunctionRegistry, "find"> };

/**
 * Hands messages of failure queues to their functions once more, and dead letters to the queues they come from, when an
 * operator asks for it (`npm run replay`).
 */
export function startReplays({ queues, functions }: Parts, report: (message: string) => void) {
  const stopping = new AbortController();
  const isHandled = async ({ body }: AskedAgain): Promise<boolean> => {
    const failure = parseFailure(body);
    if (!("event" in failure)) throw new Error("A failure without its records");
    const outcome = await functions.find(failure.functionArn).invoke(failure.event);
    return "result" in outcome && isComplete(outcome.result);
  };
  const handle = async (message: AskedAgain) => {
    if (message.takeBack) return message.takeBack();
    const handled = await isHandled(message).catch((error: unknown) => {
      report(`A replay failed: ${messageOf(error)}`);
      return false;
    });
    if (handled) message.done();
    else message.back();
  };
  const run = async () => {
    while (!stopping.signal.aborted) {
      for (const message of queues.askedAgain()) if (!stopping.signal.aborted) await handle(message);
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
}
