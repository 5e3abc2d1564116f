import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { inParallel } from "../backup/in-parallel.ts";
import { type BackupObject, backupManifest, backupObject, checksumOf, layout } from "../backup/layout.ts";
import { type ErasureRegister, readRegister } from "../backup/register.ts";
import { openExport, readItems, type TableExport } from "../backup/table-export.ts";

/** Files read at a time. */
const atOnce = 8;

/** A backup of which every byte has been looked at. */
export type VerifiedBackup = {
  folder: string;
  table: TableExport;
  objects: readonly BackupObject[];
  /** The register of erasures: whose data was erased. */
  erasures: ErasureRegister;
};

/**
 * Verifies a backup from end to end, before anything is written anywhere.
 * @param tableOnly the folder holds an export that DynamoDB made, and nothing else is to be restored
 * @throws Error naming the first file that is missing or is not what the backup says
 */
export const verifyBackup = async (folder: string, tableOnly: boolean): Promise<VerifiedBackup> => {
  const table = tableOnly ? openExport(folder) : await openVerified(folder);
  let items = 0;
  for await (const _ of readItems(table)) items += 1;
  if (items === 0) throw new Error(`The export in ${folder} is empty`);
  if (tableOnly) return { folder, table, objects: [], erasures: {} };
  const erasures = readRegister(folder);
  const objects = readObjectList(folder);
  await inParallel(objects, atOnce, async ({ key, sha256 }) => {
    const file = join(folder, layout.objects, key);
    if (!existsSync(file)) throw new Error(`${file} is missing`);
    if ((await checksumOf(file, "sha256", "hex")) !== sha256) throw new Error(`${file} is damaged`);
  });
  return { folder, table, objects, erasures };
};

const openVerified = async (folder: string): Promise<TableExport> => {
  const file = join(folder, layout.backup);
  if (!existsSync(file)) throw new Error(`${folder} holds no whole backup: there is no ${layout.backup} in it`);
  const about = z.parse(backupManifest, JSON.parse(readFileSync(file, "utf8")));
  for (const [list, sha256] of Object.entries(about.lists))
    if ((await checksumOf(join(folder, list), "sha256", "hex")) !== sha256) throw new Error(`${list} is damaged`);
  const table = openExport(folder);
  if (table.id !== about.exportId || table.itemCount !== about.items)
    throw new Error(`The export in ${folder} is not the one that was backed up`);
  return table;
};

const readObjectList = (folder: string): BackupObject[] =>
  readFileSync(join(folder, layout.objectList), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => z.parse(backupObject, JSON.parse(line)));
