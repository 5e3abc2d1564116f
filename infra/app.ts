import { buildApp } from "./build-app.ts";
import { runCommand } from "./command.ts";
import { contextOption, readContext } from "./context.ts";

await runCommand({
  usage: "npm run synth --",
  summary:
    "Synthesizes all stacks of a stage into cdk.out. The CDK CLI runs it too, with its context in CDK_CONTEXT_JSON.",
  options: { context: contextOption },
  environment: {
    CDK_OUTDIR: "Another folder than cdk.out",
    DANGBO_STAGE: "The stage, unless -c names one (default: dev)",
  },
  run({ context }) {
    buildApp(readContext(context, process.env)).synth();
  },
});
