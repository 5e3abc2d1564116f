import { parseArgs } from "node:util";
import { replayLocal } from "./local/queues/replay.ts";
import { replayStage } from "./replay/replay-stage.ts";

/** `npm run replay [-- --stage X] [--queue PhotoProcessorDlq]` (docs/operate.md). */
const { values } = parseArgs({
  options: { stage: { type: "string", default: "local" }, queue: { type: "string", default: "" } },
});
const { stage, queue } = values;
const state = process.env.DANGBO_STATE ?? ".local";
const { done, failed } = await (stage === "local"
  ? replayLocal({ state, queueName: queue, log: console.log })
  : replayStage(stage, queue, console.log));
if (done + failed === 0) console.log("Nothing to replay");
process.exitCode = failed > 0 ? 1 : 0;
