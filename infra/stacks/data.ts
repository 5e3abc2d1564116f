import { type App, CfnOutput } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { RecordTable } from "../constructs/record-table.ts";
import type { Settings } from "../settings.ts";
import { StageStack } from "./stage-stack.ts";

/** The one table, apart from all that is deployed often; and those that a restore has left behind. */
export class DataStack extends StageStack {
  readonly table: Table;

  constructor(app: App, { settings }: { settings: Settings }) {
    super(app, "Data", "the table", settings);
    const { tableGeneration: current, formerTables } = settings;
    for (let generation = current - formerTables; generation < current; generation += 1)
      this.keepFormer(generation, settings);
    this.table = new RecordTable(this, idOf(current), settings);
    new CfnOutput(this, "TableName", { value: this.table.tableName });
  }

  /** Stacks that are deployed after this one still import what they use of it; CloudFormation takes no export from under them. */
  private keepFormer(generation: number, settings: Settings) {
    const { tableName, tableArn, tableStreamArn } = new RecordTable(this, idOf(generation), settings);
    for (const value of [tableName, tableArn, tableStreamArn]) this.exportValue(value);
  }
}

const idOf = (generation: number) => (generation === 1 ? "Table" : `Table${generation}`);
