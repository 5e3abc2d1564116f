import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { workerData } from "node:worker_threads";

/** Milliseconds to wait for the engine's own writes. */
const busyLimit = 5_000;
/** Looks for a moment when nobody else copies the log, and milliseconds between them. */
const tries = 50;
const pause = 100;

const { file }: { file: string } = workerData;
const database = new DatabaseSync(file, { timeout: busyLimit });
// Writes every page anew, without what was deleted; a stop at any moment leaves the old pages or the new ones.
database.exec("VACUUM");
// The log still holds pages of before, until it is cut to nothing.
const cut = database.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
let isCut = false;
for (let tried = 0; tried < tries && !isCut; tried += 1) {
  if (tried > 0) await wait(pause);
  isCut = cut.get()?.busy === 0;
}
database.close();
if (!isCut) throw new Error("The log of the table's file could not be cut: it is always in use");
