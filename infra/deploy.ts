import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { runCommand } from "./command.ts";

await runCommand({
  usage: "npm run deploy --",
  summary: "Deploys all stacks of a stage to AWS (docs/deploy.md).",
  options: {
    stage: { type: "string", value: "name", help: "Required; the stage local runs with npm start" },
  },
  passesOn: "Options of cdk deploy, for example -- --require-approval never",
  run({ stage }, passedOn) {
    if (stage === undefined) throw new Error("--stage <name> is required");
    if (stage === "local") throw new Error("The stage local runs with npm start");
    const cdk = join(dirname(createRequire(import.meta.url).resolve("aws-cdk/package.json")), "bin/cdk");
    const context = ["-c", `stage=${stage}`];
    const { status, error } = spawnSync(process.execPath, [cdk, "deploy", "--all", ...context, ...passedOn], {
      cwd: join(import.meta.dirname, ".."),
      stdio: "inherit",
    });
    if (error !== undefined) throw error;
    process.exitCode = status ?? 1;
  },
});
