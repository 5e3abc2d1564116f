import { readdirSync, readFileSync } from "node:fs";
import { rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import { type Created, parseCreated } from "./event-record.ts";
import { syncFolder } from "./files.ts";

/** Events of a bucket that are on disk: waiting, or given up. */
export type EventJournal = {
  /** Every waiting event, oldest first. */
  read(): Created[];
  /** Forgets an acknowledged event. */
  settle(event: Created): Promise<void>;
  /** Puts an event aside for good. */
  giveUp(event: Created): Promise<void>;
};

export function createEventJournal(events: string, failed: string): EventJournal {
  const fileOf = (event: Created) => `${event.sequencer}.json`;
  return {
    read: () =>
      readdirSync(events)
        .sort()
        .map((name) => parseCreated(readFileSync(join(events, name), "utf8"))),
    settle: (event) => unlink(join(events, fileOf(event))),
    async giveUp(event) {
      await rename(join(events, fileOf(event)), join(failed, fileOf(event)));
      await syncFolder(failed);
    },
  };
}
