/** Runs the task given as JSON and prints its result as JSON. */
import { captureLog } from "../../test/support/console.ts";
import { recordBranch } from "./bulk/load.ts";
import { verifyNation } from "./loaded.ts";
import { measureNation } from "./measure.ts";
import type { Task } from "./tasks.ts";

const run = (task: Task): Promise<unknown> => {
  if (task.name === "record") return recordBranch(task);
  return task.name === "verify" ? verifyNation(task.folder) : measureNation(task.folder, task.only);
};

const log = captureLog();
const result = await run(JSON.parse(process.argv[2] ?? "")).finally(log.release);
process.stdout.write(JSON.stringify(result));
