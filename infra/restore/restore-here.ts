import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import type { LocalOptions } from "../local/options.ts";
import { prepare } from "../local/service.ts";
import { createStops } from "../local/stops.ts";
import { type RestoreOptions, restore } from "./restore.ts";
import { verifyBackup } from "./verify-backup.ts";

/**
 * Restores a backup into a state folder on which no service runs. The next service that starts there takes up what the
 * backup had left undone.
 * @throws Error where the backup is not whole, a service runs, or the table is not empty
 */
export const restoreLocal = async (
  state: string,
  folder: string,
  { assembly, ...options }: RestoreOptions & Pick<LocalOptions, "assembly">,
  report: (line: string) => void,
): Promise<void> => {
  const backup = await verifyBackup(folder, options.tableOnly);
  const isTableLost = !existsSync(join(state, "table.db"));
  const stops = createStops();
  try {
    const { machine, parts } = await prepare({ state, port: 0, assembly }, stops, report);
    // Where readers of the stream had come to in a table that is lost says nothing of the next one.
    if (isTableLost) rmSync(join(state, "pumps"), { recursive: true, force: true });
    const { region, dynamodb } = machine;
    const { objects, credentials } = parts;
    const [bucket] = machine.buckets.values();
    const { TableNames: [tableName] = [] } = await dynamodb.send(new ListTablesCommand({}));
    if (bucket === undefined || tableName === undefined) throw new Error("The template has no table or no bucket");
    objects.addBucket(bucket);
    const s3 = new S3Client({ endpoint: objects.url, region, credentials, forcePathStyle: true });
    stops.add(() => s3.destroy());
    await restore({ dynamodb, tableName, s3, bucketName: bucket.name }, backup, options, report);
  } finally {
    await stops.run();
  }
};
