import { parseArgs } from "node:util";
import { backupLocal, backupLocalRegister } from "./backup/backup-local.ts";
import { backupStage, backupStageRegister } from "./backup/backup-stage.ts";
import { runCommand, startStopwatch, state } from "./command.ts";

/** `npm run backup -- --to folder [--stage X --export-bucket B [--at time] [--table T]] [--register]` (docs/operate.md). */
const { values } = parseArgs({
  options: {
    stage: { type: "string", default: "local" },
    to: { type: "string" },
    "export-bucket": { type: "string" },
    at: { type: "string" },
    table: { type: "string" },
    register: { type: "boolean", default: false },
  },
});
const { stage, to: folder, "export-bucket": exportBucket, at, table, register } = values;
const { log } = console;
const elapsed = startStopwatch();

await runCommand(async () => {
  if (folder === undefined) throw new Error("npm run backup -- --to <folder>");
  if (register) {
    const entries = await (stage === "local"
      ? backupLocalRegister(state, folder, log)
      : backupStageRegister(stage, folder));
    log(`The register of erasures in ${folder} has ${entries} entries.`);
  } else {
    if (stage === "local" && (at ?? table ?? exportBucket) !== undefined)
      throw new Error("--at, --table and --export-bucket require a stage on AWS");
    const { tableAt, items, objects } = await (stage === "local"
      ? backupLocal(state, folder, log)
      : backupStage({ stage, folder, exportBucket, at, table, log }));
    log(`${folder}: the table as of ${tableAt}, ${items} items, ${objects} objects, in ${elapsed()}`);
  }
});
