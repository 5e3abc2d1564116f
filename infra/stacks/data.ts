import { type App, CfnOutput } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { RecordTable } from "../constructs/record-table.ts";
import type { Settings } from "../settings.ts";
import { StageStack } from "./stage-stack.ts";

/** The table, and former tables after a restore. A stack of its own: it is deployed rarely. */
export class DataStack extends StageStack {
  readonly table: Table;

  constructor(app: App, { settings }: { settings: Settings }) {
    super(app, "Data", { description: "the table", settings });
    const { tableGeneration: current, formerTables } = settings;
    for (let generation = current - formerTables; generation < current; generation += 1)
      this.addFormerTable(generation, settings);
    this.table = new RecordTable(this, idOf(current), settings);
    new CfnOutput(this, "TableName", { value: this.table.tableName });
  }

  /** Exports stay: CloudFormation removes none that the other stacks still import at this point of the deployment. */
  private addFormerTable(generation: number, settings: Settings) {
    const { tableName, tableArn, tableStreamArn } = new RecordTable(this, idOf(generation), settings);
    for (const value of [tableName, tableArn, tableStreamArn]) this.exportValue(value);
  }
}

const idOf = (generation: number) => (generation === 1 ? "Table" : `Table${generation}`);
