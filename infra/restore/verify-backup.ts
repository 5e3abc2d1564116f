import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { inParallel } from "../backup/in-parallel.ts";
import { type BackupObject, backupManifest, backupObject, checksumOf, layout } from "../backup/layout.ts";
import { type ErasureRegister, readRegister } from "../backup/register.ts";
import { openExport, readItems, type TableExport } from "../backup/table-export.ts";

const concurrency = 8;

/** A backup whose checksums have all been verified. */
export type VerifiedBackup = {
  folder: string;
  table: TableExport;
  objects: readonly BackupObject[];
  erasures: ErasureRegister;
};

/**
 * Verifies every file of a backup, before a restore writes anything.
 * @param tableOnly the folder contains nothing but an export made by DynamoDB
 * @throws Error naming the first missing or damaged file
 */
export const verifyBackup = async (folder: string, tableOnly: boolean): Promise<VerifiedBackup> => {
  const table = tableOnly ? openExport(folder) : await openVerified(folder);
  let items = 0;
  for await (const _ of readItems(table)) items += 1;
  if (items === 0) throw new Error(`The export in ${folder} is empty`);
  if (tableOnly) return { folder, table, objects: [], erasures: {} };
  const erasures = readRegister(folder);
  const objects = readObjectList(folder);
  await inParallel(objects, concurrency, async ({ key, sha256 }) => {
    const file = join(folder, layout.objects, key);
    if (!existsSync(file)) throw new Error(`${file} is missing`);
    if ((await checksumOf(file, "sha256", "hex")) !== sha256) throw new Error(`${file} is damaged`);
  });
  return { folder, table, objects, erasures };
};

const openVerified = async (folder: string): Promise<TableExport> => {
  const file = join(folder, layout.backup);
  if (!existsSync(file)) throw new Error(`${folder} is not a complete backup: ${layout.backup} is missing`);
  const manifest = z.parse(backupManifest, JSON.parse(readFileSync(file, "utf8")));
  for (const [list, sha256] of Object.entries(manifest.lists))
    if ((await checksumOf(join(folder, list), "sha256", "hex")) !== sha256) throw new Error(`${list} is damaged`);
  const table = openExport(folder);
  if (table.id !== manifest.exportId || table.itemCount !== manifest.items)
    throw new Error(`The export in ${folder} is not that of the manifest`);
  return table;
};

const readObjectList = (folder: string): BackupObject[] =>
  readFileSync(join(folder, layout.objectList), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => z.parse(backupObject, JSON.parse(line)));
