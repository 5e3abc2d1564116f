import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lintStage } from "./lint/lint-stage.ts";

/** Part of `npm run check`: what AWS's own linter finds in the templates, where it is installed. */
const folder = mkdtempSync(join(tmpdir(), "dangbo-lint-"));
try {
  const found = ["dev", "production"].map((stage) => lintStage(stage, join(folder, stage)));
  if (found.includes("not installed"))
    console.info("cfn-lint is not installed (pip install cfn-lint): the templates are not looked at by it.");
  process.exitCode = found.includes("findings") ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
