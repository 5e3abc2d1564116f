import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { privateFolder, writePrivately } from "../local/files.ts";
import { type BackupManifest, checksumOf, layout } from "./layout.ts";
import { addReferences, type BucketClient, copyObjects, type ReferencedObjects } from "./objects.ts";
import { copyRegister } from "./register.ts";
import { openExport, readItems } from "./table-export.ts";

/** Makes the folder of a backup. Throws where something is in it. */
export const createBackupFolder = (folder: string): void => {
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Error(`${folder} is not empty`);
  mkdirSync(folder, { recursive: true, mode: privateFolder });
};

/**
 * Makes a backup whole around the export that lies in its folder: the objects that its items name, the register of erasures,
 * and at last what the backup is. Says which objects a photo needs and the bucket does not have.
 */
export const completeBackup = async (
  stage: string,
  folder: string,
  bucket: BucketClient,
  report: (line: string) => void,
): Promise<BackupManifest> => {
  const table = openExport(folder);
  const named: ReferencedObjects = new Map();
  for await (const item of readItems(table)) addReferences(named, item);
  const { objects, missing } = await copyObjects(bucket, named, folder);
  await copyRegister(bucket, folder);
  for (const key of missing) report(`${key} is not in the bucket, and its photo needs it`);
  const own = join(layout.exports, table.id);
  const lists = [join(own, layout.summary), join(own, layout.files), layout.objectList];
  const sums = lists.map(async (list) => [list, await checksumOf(join(folder, list), "sha256", "hex")] as const);
  const about: BackupManifest = {
    format: 1,
    stage,
    tableAt: table.exportTime,
    exportId: table.id,
    items: table.itemCount,
    objects,
    lists: Object.fromEntries(await Promise.all(sums)),
  };
  await writePrivately(join(folder, layout.backup), JSON.stringify(about, undefined, 2));
  return about;
};
