import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { completeBackup } from "../../../infra/backup/complete-backup.ts";
import { type RawItem, writeExport } from "../../../infra/backup/table-export.ts";
import type { RestoreTarget } from "../../../infra/restore/target.ts";
import { startTable } from "../../support/table.ts";
import { Bucket, openTestStore } from "../objects/store.ts";

export const exportTime = "2026-01-02T03:04:05.000Z";
const tableArn = "arn:aws:dynamodb:ap-southeast-1:000000000000:table/dangbo-test";

async function* streamOf(items: readonly RawItem[]): AsyncGenerator<RawItem> {
  yield* items;
}

export const photo = (id: string, more: RawItem = {}): RawItem => ({
  pk: { S: "MTG#M" },
  sk: { S: `PHO#${id}` },
  status: { S: "ready" },
  version: { N: "3" },
  uploadKey: { S: `uploads/${id}/1` },
  objectVersion: { S: "of-before" },
  renditions: { L: [{ M: { key: { S: `renditions/${id}/1/thumb.webp` } } }] },
  ...more,
});

/** A bucket to back up, and an empty table and bucket to restore to. */
export const openRestoreFixture = async () => {
  const folder = mkdtempSync(join(tmpdir(), "dangbo-restore-"));
  const [source, sink, table] = await Promise.all([
    openTestStore({ bucket: { versioned: true } }),
    openTestStore({ bucket: { versioned: true } }),
    startTable(),
  ]);
  const { endpoint, region, credentials, tableName } = table;
  const dynamodb = new DynamoDBClient({ endpoint, region, credentials });
  const target: RestoreTarget = { dynamodb, tableName, s3: sink.client(), bucketName: Bucket };
  const from = { s3: source.client(), bucketName: Bucket };
  let backups = 0;
  return {
    target,
    from,
    folder,
    put: (Key: string, Body: string, ContentType = "image/webp") =>
      from.s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType })),
    /** Backs up items and the objects that they reference. Returns the folder. */
    backup: async (items: readonly RawItem[], log: (line: string) => void = () => undefined) => {
      backups += 1;
      const path = join(folder, `backup-${backups}`);
      await writeExport(path, { id: `0${backups}-abc`, tableArn, exportTime }, streamOf(items));
      await completeBackup({ stage: "dev", folder: path, bucket: from, log });
      return path;
    },
    items: async (): Promise<RawItem[]> => {
      const found: RawItem[] = [];
      for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName: tableName }))
        found.push(...Items);
      return found.sort((a, b) => (String(a.sk?.S) < String(b.sk?.S) ? -1 : 1));
    },
    close: async () => {
      dynamodb.destroy();
      await Promise.all([source.dispose(), sink.dispose(), table.close()]);
      rmSync(folder, { recursive: true });
    },
  };
};

export type RestoreFixture = Awaited<ReturnType<typeof openRestoreFixture>>;
