import { runCommand, state, stateVariable } from "./command.ts";
import { requestLocalErasures, requestStageErasures } from "./request-erasures.ts";

await runCommand({
  usage: "npm run erase-again --",
  summary: "After a restore: carries out registered erasures that the table lacks (docs/operate.md).",
  options: {
    stage: { type: "string", value: "name", help: "A stage on AWS instead of this machine", default: "local" },
  },
  environment: stateVariable,
  async run({ stage }) {
    if (stage === "local") requestLocalErasures(state);
    else await requestStageErasures(stage);
    console.log("Requested: registered erasures that the table lacks are carried out again.");
  },
});
