import { parentPort, workerData } from "node:worker_threads";
import { run } from "../run/run.ts";
import { type Broken, brokenMost, type Report, type Task } from "./task.ts";

// The functions log every request; here nobody reads it.
console.info = () => undefined;

const { first, step, runs } = workerData as Task;
const found: Broken[] = [];
let done = 0;
for (; done < runs && found.length < brokenMost; done++) {
  const seed = first + done * step;
  const broken = await run(seed);
  if (broken.length > 0) found.push({ seed, broken });
}
parentPort?.postMessage({ runs: done, broken: found } satisfies Report);
