import { parseArgs } from "node:util";
import { runCommand, startStopwatch, state } from "./command.ts";
import { restoreLocal } from "./restore/restore-local.ts";
import { restoreStage, setPaused } from "./restore/restore-stage.ts";

/** `npm run restore -- --from folder [--stage X] [--resume] [--table-only | --objects-only]`, or `--stage X --pause | --unpause` (docs/operate.md). */
const { values } = parseArgs({
  options: {
    stage: { type: "string", default: "local" },
    from: { type: "string" },
    resume: { type: "boolean", default: false },
    "table-only": { type: "boolean", default: false },
    "objects-only": { type: "boolean", default: false },
    pause: { type: "boolean", default: false },
    unpause: { type: "boolean", default: false },
  },
});
const { stage, from: folder, resume, pause, unpause } = values;
const options = { resume, tableOnly: values["table-only"], objectsOnly: values["objects-only"] };
const { log } = console;
const elapsed = startStopwatch();

await runCommand(async () => {
  if (pause !== unpause && stage !== "local") {
    await setPaused(stage, pause);
    log(`The stage ${stage} ${pause ? "is paused" : "runs"}.`);
  } else {
    if (folder === undefined) throw new Error("npm run restore -- --from <folder>");
    await (stage === "local"
      ? restoreLocal({ state, folder, ...options, log })
      : restoreStage({ stage, folder, ...options, log }));
    const where = stage === "local" ? "" : ` -- --stage ${stage}`;
    log(`Done in ${elapsed()}. Next: npm run erase-again${where}`);
  }
});
