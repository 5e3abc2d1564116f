import { backupLocal, backupLocalRegister } from "./backup/backup-local.ts";
import { backupStage, backupStageRegister } from "./backup/backup-stage.ts";
import { runCommand, startStopwatch, state, stateVariable } from "./command.ts";

const elapsed = startStopwatch();
const { log } = console;

await runCommand({
  usage: "npm run backup --",
  summary: "Backs up the table, its objects and the register of erasures into a folder (docs/operate.md).",
  options: {
    to: { type: "string", value: "folder", help: "The backup; required, and empty or new without --register" },
    stage: { type: "string", value: "name", help: "A stage on AWS instead of this machine", default: "local" },
    "export-bucket": { type: "string", value: "bucket", help: "AWS: a bucket of yours for the export of the table" },
    at: { type: "string", value: "time", help: "AWS: the table as of this second, for example 2026-01-02T03:04:05Z" },
    table: { type: "string", value: "name", help: "AWS: another table than that of the stage" },
    bucket: { type: "string", value: "name", help: "AWS: another bucket than that of the stage" },
    register: { type: "boolean", help: "Only adds the current register of erasures to an existing backup" },
  },
  environment: stateVariable,
  async run({ stage, to: folder, "export-bucket": exportBucket, at, table, bucket, register }) {
    if (folder === undefined) throw new Error("--to <folder> is required");
    if (register) {
      const entries = await (stage === "local"
        ? backupLocalRegister(state, folder, log)
        : backupStageRegister(stage, folder));
      log(`The register of erasures in ${folder} has ${entries} entries.`);
      return;
    }
    if (stage === "local" && (at ?? table ?? bucket ?? exportBucket) !== undefined)
      throw new Error("--at, --table, --bucket and --export-bucket require a stage on AWS");
    const { tableAt, items, objects } = await (stage === "local"
      ? backupLocal(state, folder, log)
      : backupStage({ stage, folder, exportBucket, at, table, bucket, log }));
    log(`${folder}: the table as of ${tableAt}, ${items} items, ${objects} objects, in ${elapsed()}`);
  },
});
