import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { requireTable, snapshotTable } from "../backup/snapshots.ts";
import { findOutput } from "../stage-resources.ts";
import type { StoredTable } from "./stored-items.ts";

/** A consistent copy of the table of a state folder, also while its service runs. Throws if no service has used the folder. */
export const openLocalTable = async (state: string): Promise<StoredTable & AsyncDisposable> => {
  requireTable(state);
  const folder = mkdtempSync(join(state, "verify-audit-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const table = await snapshotTable(state, folder);
    const { dynamodb, tableName } = table;
    const close = async () => {
      await table[Symbol.asyncDispose]();
      remove();
    };
    return { dynamodb, tableName, [Symbol.asyncDispose]: close };
  } catch (error) {
    remove();
    throw error;
  }
};

/** The table of a stage on AWS, with the credentials and region of the environment. */
export const openStageTable = async (stage: string): Promise<StoredTable & AsyncDisposable> => {
  const tableName = await findOutput(new CloudFormationClient(), { stage, stack: "data", name: "TableName" });
  const dynamodb = new DynamoDBClient();
  return { dynamodb, tableName, [Symbol.asyncDispose]: async () => dynamodb.destroy() };
};
