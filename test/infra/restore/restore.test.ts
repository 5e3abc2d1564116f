import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
} from "@aws-sdk/client-s3";
import { copyRegister } from "../../../infra/backup/register.ts";
import type { RawItem } from "../../../infra/backup/table-export.ts";
import { restore } from "../../../infra/restore/restore.ts";
import { verifyBackup } from "../../../infra/restore/verify-backup.ts";
import { Bucket } from "../objects/store.ts";
import { exportTime, openRestoreFixture, photo, type RestoreFixture } from "./fixture.ts";

let fixture: RestoreFixture;
beforeEach(async () => {
  fixture = await openRestoreFixture();
});
afterEach(() => fixture.close());

const everyType: RawItem = {
  pk: { S: "ANY" },
  sk: { S: "Đảng uỷ 👩🏽‍🔬" },
  number: { N: "12345678901234567890.123456789" },
  bytes: { B: Buffer.from([0, 255, 10]) },
  B: { M: { B: { S: "text, not bytes" }, BS: { L: [{ S: "neither" }] } } },
  flag: { BOOL: false },
  nothing: { NULL: true },
  names: { SS: ["Ánh", "Ân"] },
  list: { L: [{ N: "1" }, { M: {} }] },
};
const emptyItems = (count: number): RawItem[] =>
  Array.from({ length: count }, (_, i) => ({ pk: { S: `P#${i}` }, sk: { S: String(i).padStart(4, "0") } }));
const isPut = (command: unknown) => command instanceof PutItemCommand;

/** Restores a folder and returns the log. */
const restoreFrom = async (folder: string, { resume = false, objectsOnly = false, target = fixture.target } = {}) => {
  const lines: string[] = [];
  const options = { resume, objectsOnly, tableOnly: false };
  const backup = await verifyBackup(folder, false);
  await restore({ target, backup, options, log: (line) => lines.push(line) });
  return lines;
};

/** A table that fails after a number of writes. */
const failingAfter = (writes: number): RestoreFixture["target"] => {
  let left = writes;
  const send = (command: never) => {
    if (isPut(command) && left-- <= 0) throw new Error("Unavailable");
    return fixture.target.dynamodb.send(command);
  };
  return { ...fixture.target, dynamodb: { send } as unknown as DynamoDBClient };
};

test("A restore brings every item back with the mark of the restore, and every object with its content type and new version", async () => {
  await fixture.put("uploads/A/1", "original", "image/jpeg");
  await fixture.put("renditions/A/1/thumb.webp", "thumb");
  await fixture.put("uploads/Z/1", "without a record");
  const folder = await fixture.backup([everyType, photo("A")]);
  expect(await restoreFrom(folder)).toEqual([
    `Restored as of ${exportTime}: 2 items, 2 objects, 0 registered erasures`,
  ]);
  const { s3 } = fixture.target;
  const original = await s3.send(new GetObjectCommand({ Bucket, Key: "uploads/A/1" }));
  expect([original.ContentType, await original.Body?.transformToString()]).toEqual(["image/jpeg", "original"]);
  const restoreMark = { restored: { S: "01-abc" } };
  expect(await fixture.items()).toEqual([
    { ...photo("A"), objectVersion: { S: original.VersionId }, ...restoreMark },
    { ...everyType, bytes: { B: new Uint8Array([0, 255, 10]) }, ...restoreMark },
  ]);
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
  expect(Contents?.map(({ Key }) => Key)).toEqual(["renditions/A/1/thumb.webp", "uploads/A/1"]);
});

test("A restore writes nothing if any file of the backup is missing, truncated or changed", async () => {
  await fixture.put("uploads/A/1", "original");
  await fixture.put("renditions/A/1/thumb.webp", "thumb");
  await fixture.put("erasures/M1", '{"erasedAt":"2026-01-01T00:00:00.000Z"}');
  const folder = await fixture.backup([...emptyItems(3), photo("A")]);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  );
  expect(files).toHaveLength(8);
  const damages = [
    (file: string) => rmSync(file),
    (file: string) => writeFileSync(file, readFileSync(file).subarray(0, -1)),
    (file: string) => {
      const bytes = readFileSync(file);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      writeFileSync(file, bytes);
    },
  ];
  for (const file of files)
    for (const [i, damage] of damages.entries()) {
      // The manifest itself has no checksum: a changed name or time stays unnoticed.
      if (file === "backup.json" && i === 2) continue;
      const copy = join(fixture.folder, "copy");
      cpSync(folder, copy, { recursive: true });
      damage(join(copy, file));
      await expect(restoreFrom(copy)).rejects.toThrow();
      rmSync(copy, { recursive: true });
    }
  expect(await fixture.items()).toEqual([]);
  expect((await fixture.target.s3.send(new ListObjectsV2Command({ Bucket }))).Contents).toBeUndefined();
});

test("A restore into a table that is not empty is rejected and changes nothing", async () => {
  const folder = await fixture.backup(emptyItems(2));
  const own = { pk: { S: "OWN" }, sk: { S: "META" } };
  await fixture.target.dynamodb.send(new PutItemCommand({ TableName: fixture.target.tableName, Item: own }));
  await expect(restoreFrom(folder)).rejects.toThrow(/is not empty/);
  expect(await fixture.items()).toEqual([own]);
});

test("An interrupted restore can be resumed, and resuming a finished one changes nothing", async () => {
  await fixture.put("uploads/A/1", "original");
  await fixture.put("renditions/A/1/thumb.webp", "thumb");
  const folder = await fixture.backup([...emptyItems(120), photo("A"), everyType]);
  await expect(restoreFrom(folder, { target: failingAfter(30) })).rejects.toThrow("Unavailable");
  await expect(restoreFrom(folder)).rejects.toThrow(/is not empty/);
  await restoreFrom(folder, { resume: true });
  const all = await fixture.items();
  expect(all).toHaveLength(122);
  await restoreFrom(folder, { resume: true });
  expect(await fixture.items()).toEqual(all);
});

test("A resumed restore fails at an item that was written in between, and keeps it", async () => {
  const folder = await fixture.backup(emptyItems(3));
  const other = { pk: { S: "P#1" }, sk: { S: "0001" }, mine: { BOOL: true } };
  await fixture.target.dynamodb.send(new PutItemCommand({ TableName: fixture.target.tableName, Item: other }));
  await expect(restoreFrom(folder, { resume: true })).rejects.toThrow(/P#1 0001 has another item/);
  expect(await fixture.items()).toContainEqual(other);
});

test("Backup and restore log the missing objects of ready photos", async () => {
  const logged: string[] = [];
  await fixture.put("uploads/A/1", "original");
  const waiting = photo("B", { status: { S: "awaiting-upload" }, renditions: { L: [] } });
  const folder = await fixture.backup([photo("A"), waiting], (line) => logged.push(line));
  const missing = "renditions/A/1/thumb.webp is missing in the";
  expect(logged).toEqual([`${missing} bucket, and its photo needs it`]);
  expect((await restoreFrom(folder)).slice(1)).toEqual([`${missing} backup, and its photo needs it`]);
});

test("--objects-only restores the objects that current records reference, and no others", async () => {
  for (const id of ["A", "B", "C"]) {
    await fixture.put(`uploads/${id}/1`, `original ${id}`);
    await fixture.put(`renditions/${id}/1/thumb.webp`, `thumb ${id}`);
  }
  const folder = await fixture.backup(["A", "B", "C"].map((id) => photo(id)));
  await restoreFrom(folder);
  const { dynamodb, tableName, s3 } = fixture.target;
  const [before] = await fixture.items();
  const key = (id: string) => ({ pk: { S: "MTG#M" }, sk: { S: `PHO#${id}` } });
  await dynamodb.send(new DeleteItemCommand({ TableName: tableName, Key: key("B") }));
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  for (const { Key, VersionId } of Versions.filter((version) => !version.Key?.includes("/C/")))
    await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  expect(await restoreFrom(folder, { objectsOnly: true })).toEqual([
    "4 objects present, 1 records updated to a new version",
  ]);
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const names = (id: string) => [`renditions/${id}/1/thumb.webp`, `uploads/${id}/1`];
  expect(Contents?.map(({ Key }) => Key).sort()).toEqual([...names("A"), ...names("C")].sort());
  const { VersionId } = await s3.send(new HeadObjectCommand({ Bucket, Key: "uploads/A/1" }));
  const [after] = await fixture.items();
  expect(VersionId).not.toBe(before?.objectVersion?.S);
  expect(after).toEqual({ ...before, objectVersion: { S: VersionId } });
});

test("The register of erasures can be added to later and is restored", async () => {
  const note = (day: number) => `{"erasedAt":"2026-01-0${day}T00:00:00.000Z"}`;
  await fixture.put("erasures/M1", note(1));
  const folder = await fixture.backup(emptyItems(1));
  await fixture.put("erasures/M2", note(2));
  expect(await copyRegister(fixture.from, folder)).toBe(2);
  expect((await restoreFrom(folder))[0]).toMatch(/2 registered erasures/);
  const { s3 } = fixture.target;
  for (const [name, text] of [["M1", note(1)] as const, ["M2", note(2)] as const]) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: `erasures/${name}` }));
    expect(await Body?.transformToString()).toBe(text);
  }
});
