// Prints the findings of cdk-nag in a stage. A process of its own, since the CDK is slow within Jest.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { buildApp } from "../../../infra/build-app.ts";
import { readContext } from "../../../infra/context.ts";

const outdir = mkdtempSync(join(tmpdir(), "dangbo-nag-"));
try {
  const app = buildApp(readContext(process.argv.slice(2), { CDK_OUTDIR: outdir }));
  const findings = [new AwsSolutionsChecks(), new ServerlessChecks()].flatMap((pack) =>
    pack
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => ({ rule: ruleName, resource: constructPath })),
      ),
  );
  console.log(JSON.stringify(findings));
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
