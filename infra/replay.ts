import { parseArgs } from "node:util";
import { runCommand, state } from "./command.ts";
import { replayLocal } from "./local/queues/replay.ts";
import { replayStage } from "./replay/replay-stage.ts";

/** `npm run replay [-- --stage X] [--queue PhotoProcessorDlq]` (docs/operate.md). */
const { values } = parseArgs({
  options: { stage: { type: "string", default: "local" }, queue: { type: "string", default: "" } },
});
const { stage, queue: queueName } = values;
const { log } = console;

await runCommand(async () => {
  const { done, failed } = await (stage === "local"
    ? replayLocal({ state, queueName, log })
    : replayStage(stage, queueName, log));
  if (done + failed === 0) log("Nothing to replay");
  process.exitCode = failed > 0 ? 1 : 0;
});
