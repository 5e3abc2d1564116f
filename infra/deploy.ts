import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";

/** `npm run deploy -- --stage X [--upload-origins https://a,https://b] [-- options of cdk deploy]` (docs/deploy.md). */
const { values, positionals } = parseArgs({
  options: { stage: { type: "string" }, "upload-origins": { type: "string" } },
  allowPositionals: true,
});
const { stage, "upload-origins": origins } = values;
if (stage === undefined || stage === "local") {
  console.error("npm run deploy -- --stage <name>; the stage local runs with npm start");
  process.exit(2);
}
const cdk = join(dirname(createRequire(import.meta.url).resolve("aws-cdk/package.json")), "bin/cdk");
const context = ["-c", `stage=${stage}`, ...(origins === undefined ? [] : ["-c", `uploadOrigins=${origins}`])];
const { status, error } = spawnSync(process.execPath, [cdk, "deploy", "--all", ...context, ...positionals], {
  cwd: join(import.meta.dirname, ".."),
  stdio: "inherit",
});
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
