import { Worker } from "node:worker_threads";

/**
 * Rewrites a SQLite file and cuts its log, so that no byte of what was deleted is left in either. In a thread of its own:
 * it takes about 10 ms a megabyte, in which writers wait, and this process goes on.
 */
export function scrubFile(file: string): Promise<void> {
  const worker = new Worker(new URL("./scrub-worker.ts", import.meta.url), {
    workerData: { file },
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("exit", () => resolve());
  });
}
