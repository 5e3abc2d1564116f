import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Report, Task } from "./task.ts";

const work = async (task: Task): Promise<Report> => {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: task });
  const [report] = (await once(worker, "message")) as [Report];
  await worker.terminate();
  return report;
};

/** Runs seeds from the first on, on every processor there is. */
export const simulate = async (first: number, runs: number): Promise<Report> => {
  const step = Math.min(availableParallelism(), runs);
  const tasks = Array.from({ length: step }, (_, i) => ({
    first: first + i,
    step,
    runs: Math.floor((runs - i - 1) / step) + 1,
  }));
  const reports = await Promise.all(tasks.map(work));
  return {
    runs: reports.reduce((sum, report) => sum + report.runs, 0),
    broken: reports.flatMap((report) => report.broken).sort((a, b) => a.seed - b.seed),
  };
};
