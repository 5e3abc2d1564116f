import { type App, CfnOutput } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { RecordTable } from "../constructs/record-table.ts";
import type { Settings } from "../settings.ts";
import { StageStack } from "./stage-stack.ts";

/** The one table, apart from all that is deployed often. */
export class DataStack extends StageStack {
  readonly table: Table;

  constructor(app: App, { settings }: { settings: Settings }) {
    super(app, "Data", "the table", settings);
    this.table = new RecordTable(this, "Table", settings);
    new CfnOutput(this, "TableName", { value: this.table.tableName });
  }
}
