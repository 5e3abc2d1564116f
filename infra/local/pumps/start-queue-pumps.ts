import type { Machine } from "../machine.ts";
import { startQueuePump } from "./queue-pump.ts";

/** Starts every event source mapping from a queue. Throws for a queue without an end for what is never done. */
export function startQueuePumps({ queuePumps, queues, region }: Machine, report: (message: string) => void) {
  const running = queuePumps.map((settings) => {
    const queue = queues.workOf(settings.queueArn);
    if (queue === undefined) throw new Error(`${settings.name}: its queue needs a RedrivePolicy here`);
    return startQueuePump(settings, { queue, region, report });
  });
  return {
    async stop() {
      await Promise.all(running.map((pump) => pump.stop()));
    },
  };
}
