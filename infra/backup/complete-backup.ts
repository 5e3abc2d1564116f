import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { privateFolder, writePrivately } from "../local/files.ts";
import { type BackupManifest, checksumOf, layout } from "./layout.ts";
import { addReferences, type BucketClient, copyObjects, type ReferencedObjects } from "./objects.ts";
import { copyRegister } from "./register.ts";
import { openExport, readItems } from "./table-export.ts";

/** Throws if the folder exists and is not empty. */
export const createBackupFolder = (folder: string): void => {
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Error(`${folder} is not empty`);
  mkdirSync(folder, { recursive: true, mode: privateFolder });
};

type Options = { stage: string; folder: string; bucket: BucketClient; log: (line: string) => void };

/**
 * Completes a backup folder that contains an export of the table: adds the referenced objects, the register of erasures and
 * finally the manifest. Logs required objects that the bucket lacks.
 */
export const completeBackup = async ({ stage, folder, bucket, log }: Options): Promise<BackupManifest> => {
  const table = openExport(folder);
  const references: ReferencedObjects = new Map();
  for await (const item of readItems(table)) addReferences(references, item);
  const { objects, missing } = await copyObjects(bucket, references, folder);
  await copyRegister(bucket, folder);
  for (const key of missing) log(`${key} is missing in the bucket, and its photo needs it`);
  const exportFolder = join(layout.exports, table.id);
  const lists = [join(exportFolder, layout.summary), join(exportFolder, layout.files), layout.objectList];
  const checksums = lists.map(async (list) => [list, await checksumOf(join(folder, list), "sha256", "hex")] as const);
  const manifest: BackupManifest = {
    format: 1,
    stage,
    tableAt: table.exportTime,
    exportId: table.id,
    items: table.itemCount,
    objects,
    lists: Object.fromEntries(await Promise.all(checksums)),
  };
  await writePrivately(join(folder, layout.backup), JSON.stringify(manifest, undefined, 2));
  return manifest;
};
