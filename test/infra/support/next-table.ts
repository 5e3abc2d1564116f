import { join } from "node:path";
import { App, CfnOutput, Stack } from "aws-cdk-lib";
import { settingsFor } from "../../../infra/settings.ts";
import { DataStack } from "../../../infra/stacks/data.ts";
import { noStages } from "./stage-files.ts";

/** Synthesizes the stack of a table generation, and a stack that references the table, into `CDK_OUTDIR`. */
const [generation = "1"] = process.argv.slice(2);
const app = new App({
  outdir: join(process.env.CDK_OUTDIR ?? "", generation),
  analyticsReporting: false,
  context: { "@aws-cdk/core:defaultCrossStackReferences": "strong" },
});
const tables = { tableGeneration: Number(generation), formerTables: Number(generation) - 1 };
const settings = { ...settingsFor({ stage: "production", stagesFile: noStages }), ...tables };
const { table } = new DataStack(app, { settings });
const user = new Stack(app, "User");
for (const [name, value] of Object.entries({
  Name: table.tableName,
  Arn: table.tableArn,
  Stream: table.tableStreamArn ?? "",
}))
  new CfnOutput(user, name, { value });
app.synth();
