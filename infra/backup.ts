import { parseArgs } from "node:util";
import { backupLocal, backupLocalRegister } from "./backup/backup-here.ts";
import { backupStage, backupStageRegister } from "./backup/backup-stage.ts";
import { messageOf } from "./local/errors.ts";

/** `npm run backup -- --to folder [--stage X --export-bucket B [--at instant] [--table T]] [--register]` (docs/operate.md). */
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
const state = process.env.DANGBO_STATE ?? ".local";
const begun = performance.now();

try {
  if (folder === undefined) throw new Error("npm run backup -- --to <folder>");
  if (register) {
    const notes = await (stage === "local"
      ? backupLocalRegister(state, folder, console.log)
      : backupStageRegister(stage, folder));
    console.log(`The register of erasures in ${folder} holds all ${notes} of now.`);
  } else {
    if (stage === "local" && (at ?? table ?? exportBucket) !== undefined)
      throw new Error("--at, --table and --export-bucket are for a stage on AWS");
    const { tableAt, items, objects } = await (stage === "local"
      ? backupLocal(state, folder, console.log)
      : backupStage(stage, folder, { exportBucket, at, table }, console.log));
    const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
    console.log(`${folder}: the table as of ${tableAt}, ${items} items, ${objects} objects, in ${seconds} s`);
  }
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
