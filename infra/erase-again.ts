import { parseArgs } from "node:util";
import { requestLocalErasures, requestStageErasures } from "./request-erasures.ts";

/** `npm run erase-again [-- --stage X]`: after a restore (docs/operate.md). */
const { values } = parseArgs({ options: { stage: { type: "string", default: "local" } } });
if (values.stage === "local") requestLocalErasures(process.env.DANGBO_STATE ?? ".local");
else await requestStageErasures(values.stage);
console.log("Requested: registered erasures that the table lacks are carried out again.");
