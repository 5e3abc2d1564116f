import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { privateFolder, writePrivately } from "../local/files.ts";
import { type BackupAbout, layout, sumOf } from "./layout.ts";
import { addNamed, type BucketAccess, copyObjects, type NamedObjects } from "./objects.ts";
import { copyRegister } from "./register.ts";
import { openExport, readItems } from "./table-export.ts";

/** Makes the folder of a backup. Throws where something is in it. */
export const makeFolder = (folder: string): void => {
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
  bucket: BucketAccess,
  report: (line: string) => void,
): Promise<BackupAbout> => {
  const table = openExport(folder);
  const named: NamedObjects = new Map();
  for await (const item of readItems(table)) addNamed(named, item);
  const { objects, missing } = await copyObjects(bucket, named, folder);
  await copyRegister(bucket, folder);
  for (const key of missing) report(`${key} is not in the bucket, and its photo needs it`);
  const own = join(layout.exports, table.id);
  const lists = [join(own, layout.summary), join(own, layout.files), layout.objectList];
  const sums = lists.map(async (list) => [list, await sumOf(join(folder, list), "sha256", "hex")] as const);
  const about: BackupAbout = {
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
