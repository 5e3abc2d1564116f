import { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";

/** Milliseconds to wait for the engine's own writes. */
const busyLimit = 5_000;
/** Records that go in one statement, so that the engine never waits long for the file. */
const trimStep = 500;

/**
 * Cures dynoxide of slowing down with every stream record: it looks for the largest number of a table without an
 * index (1,434 → 184 puts a second over 16,000 records, 1,493 → 2,791 with these two), and never trims.
 */
export const openStreamRecords = (file: string) => {
  const database = new DatabaseSync(file, { timeout: busyLimit });
  database.exec(`
    CREATE INDEX IF NOT EXISTS stream_records_by_number
      ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
    CREATE INDEX IF NOT EXISTS stream_records_by_shard
      ON _stream_records (table_name, shard_id, id);`);
  // The newest record stays: the engine numbers the next one after it, and would begin again at one.
  const newest = "(SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?1)";
  const remove = database.prepare(`
    DELETE FROM _stream_records WHERE id IN (
      SELECT id FROM _stream_records
      WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) <= ?2 AND CAST(sequence_number AS INTEGER) < ${newest}
      ORDER BY CAST(sequence_number AS INTEGER) LIMIT ${trimStep})`);
  // Nobody reads it again, so its number is all that is needed of it.
  const blank = database.prepare(`
    UPDATE _stream_records SET keys_json = '{}', new_image = NULL, old_image = NULL
    WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) = ${newest} AND CAST(sequence_number AS INTEGER) <= ?2
      AND keys_json <> '{}'`);
  return {
    /**
     * Removes records of a table up to a sequence number, inclusive; of its newest, what it holds. Says whether there were
     * some, and whether there may be more.
     */
    trim(tableName: string, upTo: bigint): { some: boolean; more: boolean } {
      const removed = Number(remove.run(tableName, upTo).changes);
      const blanked = Number(blank.run(tableName, upTo).changes);
      return { some: removed + blanked > 0, more: removed === trimStep };
    },
    close: () => database.close(),
  };
};

/**
 * Rewrites a SQLite file and cuts its log, so that no byte of what was deleted is left in either. In a thread of its own:
 * it takes about 10 ms a megabyte, in which writers wait, and this process goes on.
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
