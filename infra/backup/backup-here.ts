import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { privateFolder } from "../local/files.ts";
import { completeBackup, createBackupFolder } from "./complete-backup.ts";
import type { BackupManifest } from "./layout.ts";
import { copyRegister } from "./register.ts";
import { snapshotBucket, snapshotTable } from "./snapshots.ts";
import { writeExport } from "./table-export.ts";

type Report = (line: string) => void;

/** Backs up the service of a state folder, whether it runs or not. Throws where the folder is not empty. */
export const backupLocal = async (state: string, folder: string, report: Report): Promise<BackupManifest> => {
  createBackupFolder(folder);
  return withWorkFolder(folder, async (context) => {
    const exportTime = new Date().toISOString();
    const table = await snapshotTable(state, context);
    try {
      const id = `${String(Date.parse(exportTime)).padStart(14, "0")}-${randomBytes(4).toString("hex")}`;
      await writeExport(folder, { id, tableArn: table.tableArn, exportTime }, table.items);
    } finally {
      await table.close();
    }
    const bucket = await snapshotBucket(state, context, report);
    try {
      return await completeBackup("local", folder, bucket, report);
    } finally {
      await bucket.close();
    }
  });
};

/** Adds to a backup what the register of erasures has been given since. */
export const backupLocalRegister = async (state: string, folder: string, report: Report): Promise<number> =>
  withWorkFolder(folder, async (context) => {
    const bucket = await snapshotBucket(state, context, report);
    try {
      return await copyRegister(bucket, folder);
    } finally {
      await bucket.close();
    }
  });

/** A folder for copies that are only read, beside the backup so that none of it is anywhere else; gone again whatever happens. */
const withWorkFolder = async <T>(folder: string, run: (context: string) => Promise<T>): Promise<T> => {
  const context = join(folder, ".work");
  mkdirSync(context, { recursive: true, mode: privateFolder });
  try {
    return await run(context);
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
};
