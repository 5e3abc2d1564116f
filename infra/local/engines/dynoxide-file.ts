import { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";

/** Milliseconds to wait for writes of the engine, also while it starts. */
const busyLimit = 5_000;
const startBusyLimit = 30_000;
/** Records deleted by one statement, so that the engine never waits long for the file. */
const trimBatch = 500;

/**
 * Adds the indexes that dynoxide lacks and trims its stream records: without an index each put searches all records for the
 * largest number (1,434 → 184 puts a second over 16,000 records; with these indexes 1,493 → 2,791), and it never trims.
 */
export const openStreamRecords = (file: string) => {
  const database = new DatabaseSync(file, { timeout: startBusyLimit });
  database.exec(`
    CREATE INDEX IF NOT EXISTS stream_records_by_number
      ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
    CREATE INDEX IF NOT EXISTS stream_records_by_shard
      ON _stream_records (table_name, shard_id, id);
    PRAGMA busy_timeout = ${busyLimit};`);
  // The newest record stays: the engine derives the next number from it, and would start again at one.
  const newest = "(SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?1)";
  const remove = database.prepare(`
    DELETE FROM _stream_records WHERE id IN (
      SELECT id FROM _stream_records
      WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) <= ?2 AND CAST(sequence_number AS INTEGER) < ${newest}
      ORDER BY CAST(sequence_number AS INTEGER) LIMIT ${trimBatch})`);
  // Only the number of the newest record is still needed.
  const blank = database.prepare(`
    UPDATE _stream_records SET keys_json = '{}', new_image = NULL, old_image = NULL
    WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) = ${newest} AND CAST(sequence_number AS INTEGER) <= ?2
      AND keys_json <> '{}'`);
  return {
    /**
     * Deletes the records of a table up to a sequence number, inclusive, and blanks the newest one. Returns whether there
     * were any, and whether there may be more.
     */
    trim(tableName: string, upTo: bigint): { hadRecords: boolean; hasMore: boolean } {
      const removed = Number(remove.run(tableName, upTo).changes);
      const blanked = Number(blank.run(tableName, upTo).changes);
      return { hadRecords: removed + blanked > 0, hasMore: removed === trimBatch };
    },
    close: () => database.close(),
  };
};

/**
 * Rewrites a SQLite file and truncates its log, so that no deleted data remains in either. Runs in a separate thread: it
 * takes about 10 ms per megabyte, during which writers wait.
 */
export const scrubFile = (file: string): Promise<void> => {
  const worker = new Worker(new URL("./scrub-worker.ts", import.meta.url), {
    workerData: { file },
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("exit", () => resolve());
  });
};
