import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { DescribeExportCommand, DescribeTableCommand, ExportTableToPointInTimeCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { backupLocal } from "../../../infra/backup/backup-local.ts";
import { downloadExport, requestExport } from "../../../infra/backup/backup-stage.ts";
import { openExport, readItems } from "../../../infra/backup/table-export.ts";
import { findDynoxide, startDynoxide } from "../../../infra/local/engines/dynoxide.ts";
import { verifyBackup } from "../../../infra/restore/verify-backup.ts";
import { remainingProcesses } from "../../support/process.ts";
import { fakeAwsClient } from "../support/fake-aws-client.ts";
import { useFolder } from "../support/folder.ts";

const folder = useFolder();

describe("an export made by DynamoDB", () => {
  const id = "01700000000000-0a1b2c3d";
  const exportPath = `AWSDynamoDB/${id}`;
  const md5 = (bytes: Buffer) => createHash("md5").update(bytes).digest("base64");
  const data = [['{"Item":{"pk":{"S":"A"},"sk":{"S":"1"}}}', '{"Item":{"pk":{"S":"B"},"sk":{"S":"2"}}}'], []];

  /** Objects of an export with a key prefix, an empty data file and a `_started` marker. */
  const awsExport = (change: Record<string, unknown> = {}) => {
    const files = data.map((lines, i) => {
      const bytes = gzipSync(lines.map((line) => `${line}\n`).join(""));
      return { itemCount: lines.length, bytes, key: `backups/${exportPath}/data/${i}aqk2sn.json.gz` };
    });
    const manifest = files.map(({ itemCount, bytes, key }) =>
      JSON.stringify({ itemCount, md5Checksum: md5(bytes), etag: "d41d8-1", dataFileS3Key: key }),
    );
    const summary = {
      version: "2023-08-01",
      exportArn: `arn:aws:dynamodb:ap-southeast-1:1:table/T/export/${id}`,
      startTime: "2026-01-02T03:05:00.000Z",
      endTime: "2026-01-02T03:09:00.000Z",
      tableArn: "arn:aws:dynamodb:ap-southeast-1:1:table/T",
      tableId: "b2c5",
      exportTime: "2026-01-02T03:04:05.000Z",
      s3Bucket: "exports",
      s3Prefix: "backups",
      s3SseAlgorithm: "AES256",
      s3SseKmsKeyId: null,
      manifestFilesS3Key: `backups/${exportPath}/manifest-files.json`,
      billedSizeBytes: 400,
      itemCount: 2,
      outputFormat: "DYNAMODB_JSON",
      exportType: "FULL_EXPORT",
      ...change,
    };
    return new Map<string, Buffer>([
      [`backups/${exportPath}/_started`, Buffer.from("")],
      [`backups/${exportPath}/manifest-summary.json`, Buffer.from(JSON.stringify(summary))],
      [`backups/${exportPath}/manifest-files.json`, Buffer.from(manifest.join("\n"))],
      ...files.map(({ key, bytes }) => [key, bytes] as const),
    ]);
  };

  const write = (objects: ReadonlyMap<string, Buffer>) => {
    for (const [key, bytes] of objects) {
      const file = join(folder.path, key.slice("backups/".length));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
  };
  const readAll = async () => {
    const items = [];
    for await (const item of readItems(openExport(folder.path))) items.push(item);
    return items;
  };
  const bothItems = [
    { pk: { S: "A" }, sk: { S: "1" } },
    { pk: { S: "B" }, sk: { S: "2" } },
  ];

  test("An export copied from its bucket can be read and verified", async () => {
    write(awsExport());
    expect(await readAll()).toEqual(bothItems);
    const verified = { objects: [], erasures: {}, table: { id, itemCount: 2 } };
    expect(await verifyBackup(folder.path, true)).toMatchObject(verified);
  });

  test("An export alone is a complete backup only with --table-only", async () => {
    write(awsExport());
    await expect(verifyBackup(folder.path, false)).rejects.toThrow(/not a complete backup/);
  });

  test.each([
    ["An incremental export", { exportType: "INCREMENTAL_EXPORT" }],
    ["An export as Ion", { outputFormat: "ION" }],
    ["An export with fewer items than its manifest states", { itemCount: 3 }],
  ])("%s is rejected", async (_, change) => {
    write(awsExport(change));
    await expect(verifyBackup(folder.path, true)).rejects.toThrow();
  });

  test("An export is downloaded from under the prefix that DynamoDB wrote it to", async () => {
    const objects = awsExport();
    const get = ({ Bucket, Key }: { Bucket: string; Key: string }) => {
      expect(Bucket).toBe("exports");
      return { Body: Readable.from([objects.get(Key)]) };
    };
    const summaryKey = `backups/${exportPath}/manifest-summary.json`;
    const s3 = fakeAwsClient<never>([GetObjectCommand, get]);
    await downloadExport({ s3, bucket: "exports", summaryKey, folder: folder.path });
    expect(await readAll()).toEqual(bothItems);
  });
});

describe("the request of an export", () => {
  const at = new Date("2026-01-02T03:04:05Z");
  const request = (...descriptions: object[]) => {
    const sent: unknown[] = [];
    const dynamodb = fakeAwsClient<never>(
      [DescribeTableCommand, () => ({ Table: { TableArn: "arn:table" } })],
      [DescribeExportCommand, () => ({ ExportDescription: descriptions.shift() })],
      [
        ExportTableToPointInTimeCommand,
        (input) => {
          sent.push(input);
          return { ExportDescription: { ExportArn: "arn:export" } };
        },
      ],
    );
    const options = { tableName: "T", bucket: "exports", prefix: "backups", at };
    return { sent, summaryKey: requestExport(dynamodb, options, async () => undefined) };
  };

  test("An export is requested for the given time and waited for", async () => {
    const completed = { ExportStatus: "COMPLETED", ExportManifest: "backups/summary" };
    const { sent, summaryKey } = request({ ExportStatus: "IN_PROGRESS" }, completed);
    expect(await summaryKey).toBe("backups/summary");
    const format = { ExportFormat: "DYNAMODB_JSON", ExportType: "FULL_EXPORT", ExportTime: at };
    expect(sent).toEqual([{ TableArn: "arn:table", S3Bucket: "exports", S3Prefix: "backups", ...format }]);
  });

  test("A failed export is reported with its reason", async () => {
    const { summaryKey } = request({ ExportStatus: "FAILED", FailureMessage: "No such bucket" });
    await expect(summaryKey).rejects.toThrow("The export ended as FAILED: No such bucket");
  });
});

describe("a backup of a state folder", () => {
  const backup = () => backupLocal(folder.path, join(folder.path, "backup"), () => undefined);

  test("A backup without a table fails with the reason and leaves neither files nor processes", async () => {
    await expect(backup()).rejects.toThrow(/contains no table/);
    const program = findDynoxide();
    if (program === undefined) return;
    await (await startDynoxide(program, join(folder.path, "table.db"))).stop();
    await expect(backup()).rejects.toThrow(/There is no table/);
    expect(readdirSync(join(folder.path, "backup"))).toEqual([]);
    expect(await remainingProcesses(folder.path)).toEqual([]);
  });

  test("A backup into a folder that is not empty is rejected", async () => {
    await expect(backupLocal(folder.path, import.meta.dirname, () => undefined)).rejects.toThrow(/is not empty/);
  });
});
