import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { workerData } from "node:worker_threads";

/** Milliseconds to wait for writes of the engine. */
const busyLimit = 5_000;
/** Attempts to truncate the log while nobody else copies it, and milliseconds between them. */
const attempts = 50;
const pause = 100;

const { file }: { file: string } = workerData;
const database = new DatabaseSync(file, { timeout: busyLimit });
// Rewrites every page without deleted data; a stop at any moment leaves the old or the new pages.
database.exec("VACUUM");
// The log still contains old pages until it is truncated.
const truncate = database.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
let isTruncated = false;
for (let attempt = 0; attempt < attempts && !isTruncated; attempt += 1) {
  if (attempt > 0) await wait(pause);
  isTruncated = truncate.get()?.busy === 0;
}
database.close();
if (!isTruncated) throw new Error("The log of the table file could not be truncated: it is always in use");
