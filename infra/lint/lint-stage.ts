import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "../local/errors.ts";

/** What is not looked at, each with the reason. */
const ignored: Readonly<Record<string, string>> = {
  W3005: "CDK says that a function waits for its role also where it refers to it; twice does no harm",
};

/** Where the templates could be deployed; what a region lacks would be found. */
const regions = ["ap-southeast-1", "us-east-1"];

/** Synthesizes a stage into a folder and lints its templates; findings go to the terminal. Throws when it cannot synthesize. */
export const lintStage = (stage: string, folder: string): "clean" | "findings" | "not installed" => {
  const isThere = codeOf(spawnSync("cfn-lint", ["--version"]).error) !== "ENOENT";
  if (!isThere) return "not installed";
  const app = join(import.meta.dirname, "../app.ts");
  const made = spawnSync(process.execPath, [app, "-c", `stage=${stage}`], {
    env: { ...process.env, CDK_OUTDIR: folder },
    encoding: "utf8",
  });
  if (made.status !== 0) throw new Error(made.stderr);
  const templates = readdirSync(folder).filter((name) => name.endsWith(".template.json"));
  const { status } = spawnSync(
    "cfn-lint",
    [
      "--ignore-checks",
      ...Object.keys(ignored),
      "--regions",
      ...regions,
      "--",
      ...templates.map((name) => join(folder, name)),
    ],
    { stdio: "inherit" },
  );
  return status === 0 ? "clean" : "findings";
};
