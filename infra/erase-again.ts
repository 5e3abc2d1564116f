import { parseArgs } from "node:util";
import { runCommand, state } from "./command.ts";
import { requestLocalErasures, requestStageErasures } from "./request-erasures.ts";

/** `npm run erase-again [-- --stage X]`: after a restore (docs/operate.md). */
const { stage } = parseArgs({ options: { stage: { type: "string", default: "local" } } }).values;

await runCommand(async () => {
  if (stage === "local") requestLocalErasures(state);
  else await requestStageErasures(stage);
  console.log("Requested: registered erasures that the table lacks are carried out again.");
});
