import { parseArgs } from "node:util";
import { messageOf } from "./local/errors.ts";
import { restoreHere } from "./restore/restore-here.ts";
import { restoreStage, resumeStage } from "./restore/restore-stage.ts";

/** `npm run restore -- --from folder [--stage X] [--resume] [--table-only]`, or `--stage X --unpause` (docs/operate.md). */
const { values } = parseArgs({
  options: {
    stage: { type: "string", default: "local" },
    from: { type: "string" },
    resume: { type: "boolean", default: false },
    "table-only": { type: "boolean", default: false },
    unpause: { type: "boolean", default: false },
  },
});
const { stage, from: folder, resume, "table-only": tableOnly, unpause } = values;
const state = process.env.DANGBO_STATE ?? ".local";
const begun = performance.now();

try {
  if (unpause && stage !== "local") {
    await resumeStage(stage);
    console.log(`The stage ${stage} runs again.`);
  } else {
    if (folder === undefined) throw new Error("npm run restore -- --from <folder>");
    const options = { resume, tableOnly };
    await (stage === "local"
      ? restoreHere(state, folder, options, console.log)
      : restoreStage(stage, folder, options, console.log));
    console.log(`Done in ${((performance.now() - begun) / 1_000).toFixed(1)} s. Now: npm run erase-again, then look.`);
  }
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
