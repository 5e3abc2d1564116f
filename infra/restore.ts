import { parseArgs } from "node:util";
import { messageOf } from "./local/errors.ts";
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
const state = process.env.DANGBO_STATE ?? ".local";
const { log } = console;
const startedAt = performance.now();

try {
  if (pause !== unpause && stage !== "local") {
    await setPaused(stage, pause);
    log(`The stage ${stage} ${pause ? "is paused" : "runs"}.`);
  } else {
    if (folder === undefined) throw new Error("npm run restore -- --from <folder>");
    await (stage === "local"
      ? restoreLocal({ state, folder, ...options, log })
      : restoreStage({ stage, folder, ...options, log }));
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    const where = stage === "local" ? "" : ` -- --stage ${stage}`;
    log(`Done in ${seconds} s. Next: npm run erase-again${where}`);
  }
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
