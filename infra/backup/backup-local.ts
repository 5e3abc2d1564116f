import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { privateFolder } from "../local/files.ts";
import { completeBackup, createBackupFolder } from "./complete-backup.ts";
import type { BackupManifest } from "./layout.ts";
import { copyRegister } from "./register.ts";
import { requireTable, snapshotBucket, snapshotTable } from "./snapshots.ts";
import { writeExport } from "./table-export.ts";

type Log = (line: string) => void;

/** Backs up a state folder, also while its service runs. Throws if the backup folder is not empty. */
export const backupLocal = async (state: string, folder: string, log: Log): Promise<BackupManifest> => {
  createBackupFolder(folder);
  requireTable(state);
  using work = createWorkFolder(folder);
  await exportTable(state, folder, work.path);
  await using bucket = await snapshotBucket(state, work.path, log);
  return await completeBackup({ stage: "local", folder, bucket, log });
};

const exportTable = async (state: string, folder: string, workFolder: string): Promise<void> => {
  const exportTime = new Date().toISOString();
  const id = `${String(Date.parse(exportTime)).padStart(14, "0")}-${randomBytes(4).toString("hex")}`;
  await using table = await snapshotTable(state, workFolder);
  await writeExport(folder, { id, tableArn: table.tableArn, exportTime }, table.items);
};

/** Adds the current register of erasures to a backup. Returns the number of entries. */
export const backupLocalRegister = async (state: string, folder: string, log: Log): Promise<number> => {
  requireTable(state);
  using work = createWorkFolder(folder);
  await using bucket = await snapshotBucket(state, work.path, log);
  return await copyRegister(bucket, folder);
};

/** A temporary folder within the backup, so that personal data is stored nowhere else. */
const createWorkFolder = (folder: string): { path: string } & Disposable => {
  const path = join(folder, ".work");
  mkdirSync(path, { recursive: true, mode: privateFolder });
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
};
