import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { DescribeExportCommand, DescribeTableCommand, ExportTableToPointInTimeCommand } from "@aws-sdk/client-dynamodb";
import { downloadExport, requestExport } from "../../../infra/backup/backup-stage.ts";
import { openExport, readItems } from "../../../infra/backup/table-export.ts";
import { verifyBackup } from "../../../infra/restore/verify-backup.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dangbo-export-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const id = "01700000000000-0a1b2c3d";
const own = `AWSDynamoDB/${id}`;
const md5 = (bytes: Buffer) => createHash("md5").update(bytes).digest("base64");
const data = [['{"Item":{"pk":{"S":"A"},"sk":{"S":"1"}}}', '{"Item":{"pk":{"S":"B"},"sk":{"S":"2"}}}'], []];

/** An export as DynamoDB writes one: a prefix before every key, a file that is empty, marks that are nothing. */
const awsExport = (change: Record<string, unknown> = {}) => {
  const files = data.map((lines, i) => {
    const bytes = gzipSync(lines.map((line) => `${line}\n`).join(""));
    return { itemCount: lines.length, bytes, key: `backups/${own}/data/${i}aqk2sn.json.gz` };
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
    manifestFilesS3Key: `backups/${own}/manifest-files.json`,
    billedSizeBytes: 400,
    itemCount: 2,
    outputFormat: "DYNAMODB_JSON",
    exportType: "FULL_EXPORT",
    ...change,
  };
  return new Map<string, Buffer>([
    [`backups/${own}/_started`, Buffer.from("")],
    [`backups/${own}/manifest-summary.json`, Buffer.from(JSON.stringify(summary))],
    [`backups/${own}/manifest-files.json`, Buffer.from(manifest.join("\n"))],
    ...files.map(({ key, bytes }) => [key, bytes] as const),
  ]);
};

const layDown = (objects: ReadonlyMap<string, Buffer>) => {
  for (const [key, bytes] of objects) {
    const file = join(folder, key.slice("backups/".length));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
};
const itemsIn = async () => {
  const items = [];
  for await (const item of readItems(openExport(folder))) items.push(item);
  return items;
};
const both = [
  { pk: { S: "A" }, sk: { S: "1" } },
  { pk: { S: "B" }, sk: { S: "2" } },
];

test("An export that DynamoDB wrote and that was copied from its bucket is read", async () => {
  layDown(awsExport());
  expect(await itemsIn()).toEqual(both);
  expect(await verifyBackup(folder, true)).toMatchObject({ objects: [], erasures: {}, table: { id, itemCount: 2 } });
});

test("An export alone is no whole backup unless that is asked for", async () => {
  layDown(awsExport());
  await expect(verifyBackup(folder, false)).rejects.toThrow(/no whole backup/);
});

test.each([
  ["an incremental one", { exportType: "INCREMENTAL_EXPORT" }],
  ["one as Ion", { outputFormat: "ION" }],
  ["one that holds fewer items than it says", { itemCount: 3 }],
])("Of exports, %s is refused", async (_, change) => {
  layDown(awsExport(change));
  await expect(verifyBackup(folder, true)).rejects.toThrow();
});

test("An export is copied out of the bucket it was written to, whatever its prefix", async () => {
  const objects = awsExport();
  const send = async ({ input }: { input: { Bucket: string; Key: string } }) => {
    expect(input.Bucket).toBe("exports");
    return { Body: Readable.from([objects.get(input.Key)]) };
  };
  await downloadExport({ send } as never, "exports", `backups/${own}/manifest-summary.json`, folder);
  expect(await itemsIn()).toEqual(both);
});

describe("an export that is asked of DynamoDB", () => {
  const asking = (...looks: object[]) => {
    const sent: unknown[] = [];
    const send = async (command: { input: object }) => {
      if (command instanceof DescribeTableCommand) return { Table: { TableArn: "arn:table" } };
      if (command instanceof DescribeExportCommand) return { ExportDescription: looks.shift() };
      if (!(command instanceof ExportTableToPointInTimeCommand)) throw new Error("Not expected");
      sent.push(command.input);
      return { ExportDescription: { ExportArn: "arn:export" } };
    };
    const at = new Date("2026-01-02T03:04:05Z");
    const request = { tableName: "T", bucket: "exports", prefix: "backups", at };
    return { sent, summary: requestExport({ send } as never, request, async () => undefined) };
  };

  test("is of the second that was asked for, and waited for", async () => {
    const done = { ExportStatus: "COMPLETED", ExportManifest: "backups/summary" };
    const { sent, summary } = asking({ ExportStatus: "IN_PROGRESS" }, done);
    expect(await summary).toBe("backups/summary");
    const where = { TableArn: "arn:table", S3Bucket: "exports", S3Prefix: "backups" };
    const what = {
      ExportFormat: "DYNAMODB_JSON",
      ExportType: "FULL_EXPORT",
      ExportTime: new Date("2026-01-02T03:04:05Z"),
    };
    expect(sent).toEqual([{ ...where, ...what }]);
  });

  test("that fails says why", async () => {
    const { summary } = asking({ ExportStatus: "FAILED", FailureMessage: "No such bucket" });
    await expect(summary).rejects.toThrow("The export ended as FAILED: No such bucket");
  });
});
