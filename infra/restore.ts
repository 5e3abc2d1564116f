import { runCommand, startStopwatch, state, stateVariable } from "./command.ts";
import { restoreLocal } from "./restore/restore-local.ts";
import { restoreStage, setPaused } from "./restore/restore-stage.ts";

const elapsed = startStopwatch();
const { log } = console;

await runCommand({
  usage: "npm run restore --",
  summary: "Restores a backup into an empty table (docs/operate.md).",
  options: {
    from: { type: "string", value: "folder", help: "The backup; required unless --pause or --unpause is given" },
    stage: { type: "string", value: "name", help: "A stage on AWS instead of this machine", default: "local" },
    resume: { type: "boolean", help: "Continues an interrupted restore", default: false },
    "table-only": { type: "boolean", help: "The folder is nothing but an export made by DynamoDB", default: false },
    "objects-only": { type: "boolean", help: "Restores objects that current records lack", default: false },
    pause: { type: "boolean", help: "AWS: only pauses the stage", default: false },
    unpause: { type: "boolean", help: "AWS: only ends the pause of the stage", default: false },
  },
  environment: stateVariable,
  async run({ stage, from: folder, resume, pause, unpause, ...only }) {
    const options = { resume, tableOnly: only["table-only"], objectsOnly: only["objects-only"] };
    if (pause && unpause) throw new Error("Either --pause or --unpause can be given");
    if (pause || unpause) {
      if (stage === "local") throw new Error("--pause and --unpause require --stage; on one machine stop the service");
      await setPaused(stage, pause);
      log(`The stage ${stage} ${pause ? "is paused" : "runs"}.`);
      return;
    }
    if (folder === undefined) throw new Error("--from <folder> is required");
    await (stage === "local"
      ? restoreLocal({ state, folder, ...options, log })
      : restoreStage({ stage, folder, ...options, log }));
    const where = stage === "local" ? "" : ` -- --stage ${stage}`;
    log(`Done in ${elapsed()}. Next: npm run erase-again${where}`);
  },
});
