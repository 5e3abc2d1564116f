import { parseArgs } from "node:util";
import { requestLocalErasures, requestStageErasures } from "./erasures/request-erasures.ts";

/** `npm run erase-again [-- --stage X]`: after a restore (docs/operate.md). */
const { values } = parseArgs({ options: { stage: { type: "string", default: "local" } } });
if (values.stage === "local") requestLocalErasures(process.env.DANGBO_STATE ?? ".local");
else await requestStageErasures(values.stage);
console.log("Asked: what the register holds and the table does not know is erased again.");
