import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codeOf } from "./local/errors.ts";

/** Ignored rules with reasons. */
const ignoredRules: Readonly<Record<string, string>> = {
  W3005: "CDK adds a DependsOn for the role although the function references it; harmless",
};

/** Regions that the templates must suit. */
const regions = ["ap-southeast-1", "us-east-1"];

/** Synthesizes and lints a stage, with cfn-lint's findings on the terminal. Returns whether there are none. */
const lintStage = (stage: string, outdir: string): boolean => {
  const app = join(import.meta.dirname, "app.ts");
  const env = { ...process.env, CDK_OUTDIR: outdir };
  const synthesis = spawnSync(process.execPath, [app, "-c", `stage=${stage}`], { env, encoding: "utf8" });
  if (synthesis.status !== 0) throw new Error(synthesis.stderr);
  const templates = readdirSync(outdir).filter((name) => name.endsWith(".template.json"));
  const options = ["--ignore-checks", ...Object.keys(ignoredRules), "--regions", ...regions];
  const files = templates.map((name) => join(outdir, name));
  return spawnSync("cfn-lint", [...options, "--", ...files], { stdio: "inherit" }).status === 0;
};

/** Part of `npm run check`: runs cfn-lint on the templates if it is installed. */
if (codeOf(spawnSync("cfn-lint", ["--version"]).error) === "ENOENT")
  console.info("cfn-lint is not installed (pip install cfn-lint): the templates are not linted.");
else {
  const folder = mkdtempSync(join(tmpdir(), "dangbo-lint-"));
  try {
    const results = ["dev", "production"].map((stage) => lintStage(stage, join(folder, stage)));
    process.exitCode = results.every(Boolean) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
