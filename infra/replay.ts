import { runCommand, state, stateVariable } from "./command.ts";
import { replayLocal } from "./local/queues/replay.ts";
import { replayStage } from "./replay/replay-stage.ts";

await runCommand({
  usage: "npm run replay --",
  summary: "Processes the events of dead-letter queues again (docs/operate.md).",
  options: {
    stage: { type: "string", value: "name", help: "A stage on AWS instead of this machine", default: "local" },
    queue: { type: "string", value: "name", help: "Only the queue whose name contains this text", default: "" },
  },
  environment: stateVariable,
  async run({ stage, queue: queueName }) {
    const { log } = console;
    const { done, failed } = await (stage === "local"
      ? replayLocal({ state, queueName, log })
      : replayStage(stage, queueName, log));
    if (done + failed === 0) log("Nothing to replay");
    process.exitCode = failed > 0 ? 1 : 0;
  },
});
