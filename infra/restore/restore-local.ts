import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import type { LocalOptions } from "../local/options.ts";
import { prepareStack } from "../local/service.ts";
import { type RestoreOptions, restore } from "./restore.ts";
import { verifyBackup } from "./verify-backup.ts";

type LocalRestore = RestoreOptions &
  Pick<LocalOptions, "assembly"> & { state: string; folder: string; log: (line: string) => void };

/**
 * Restores a backup into a state folder without a running service. The next service to start there processes pending work.
 * @throws Error if the backup is incomplete, a service runs, or the table is not empty
 */
export const restoreLocal = async ({ state, folder, assembly, log, ...options }: LocalRestore): Promise<void> => {
  const backup = await verifyBackup(folder, options.tableOnly);
  const isTableLost = !existsSync(join(state, "table.db"));
  const disposables = new AsyncDisposableStack();
  try {
    const { environment, services } = await prepareStack({ state, port: 0, assembly }, disposables, log);
    // Stream positions of a lost table do not apply to the new one.
    if (isTableLost) rmSync(join(state, "pollers"), { recursive: true, force: true });
    const { region, dynamodb } = environment;
    const { objects, credentials } = services;
    const [bucket] = environment.buckets.values();
    const { TableNames: [tableName] = [] } = await dynamodb.send(new ListTablesCommand({}));
    if (bucket === undefined || tableName === undefined) throw new Error("The template lacks a table or a bucket");
    objects.addBucket(bucket);
    const s3 = new S3Client({ endpoint: objects.url, region, credentials, forcePathStyle: true });
    disposables.defer(() => s3.destroy());
    await restore({ target: { dynamodb, tableName, s3, bucketName: bucket.name }, backup, options, log });
  } finally {
    await disposables.disposeAsync();
  }
};
