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
import { exportTime, openVault, photo, type Vault } from "./vault.ts";

let vault: Vault;
beforeEach(async () => {
  vault = await openVault();
});
afterEach(() => vault.close());

const every: RawItem = {
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
const counted = (count: number): RawItem[] =>
  Array.from({ length: count }, (_, i) => ({ pk: { S: `P#${i}` }, sk: { S: String(i).padStart(4, "0") } }));
const isPut = (command: unknown) => command instanceof PutItemCommand;

/** Restores a folder; gives what was reported. */
const restored = async (folder: string, { resume = false, objectsOnly = false, target = vault.target } = {}) => {
  const lines: string[] = [];
  const options = { resume, objectsOnly, tableOnly: false };
  await restore(target, await verifyBackup(folder, false), options, (line) => lines.push(line));
  return lines;
};

/** A table that goes away after so many writes. */
const lostAfter = (writes: number): Vault["target"] => {
  let left = writes;
  const send = (command: never) => {
    if (isPut(command) && left-- <= 0) throw new Error("Gone");
    return vault.target.dynamodb.send(command);
  };
  return { ...vault.target, dynamodb: { send } as unknown as DynamoDBClient };
};

test("Every item comes back as it was, marked, and every object with its type, under the version that it has now", async () => {
  await vault.put("uploads/A/1", "original", "image/jpeg");
  await vault.put("renditions/A/1/thumb.webp", "thumb");
  await vault.put("uploads/Z/1", "of no record");
  const folder = await vault.backup([every, photo("A")]);
  expect(await restored(folder)).toEqual([`Restored as of ${exportTime}: 2 items, 2 objects, 0 erasures known`]);
  const { s3 } = vault.target;
  const original = await s3.send(new GetObjectCommand({ Bucket, Key: "uploads/A/1" }));
  expect([original.ContentType, await original.Body?.transformToString()]).toEqual(["image/jpeg", "original"]);
  const restoreMark = { restored: { S: "01-abc" } };
  expect(await vault.items()).toEqual([
    { ...photo("A"), objectVersion: { S: original.VersionId }, ...restoreMark },
    { ...every, bytes: { B: new Uint8Array([0, 255, 10]) }, ...restoreMark },
  ]);
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
  expect(Contents?.map(({ Key }) => Key)).toEqual(["renditions/A/1/thumb.webp", "uploads/A/1"]);
});

test("Whatever file of a backup is missing, cut or changed, nothing at all is written", async () => {
  await vault.put("uploads/A/1", "original");
  await vault.put("renditions/A/1/thumb.webp", "thumb");
  await vault.put("erasures/M1", '{"erasedAt":"2026-01-01T00:00:00.000Z"}');
  const folder = await vault.backup([...counted(3), photo("A")]);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  );
  expect(files).toHaveLength(8);
  const harms = [
    (file: string) => rmSync(file),
    (file: string) => writeFileSync(file, readFileSync(file).subarray(0, -1)),
    (file: string) => {
      const bytes = readFileSync(file);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      writeFileSync(file, bytes);
    },
  ];
  for (const file of files)
    for (const [i, harm] of harms.entries()) {
      // One bit of a name or a time is nothing that others depend on.
      if (file === "backup.json" && i === 2) continue;
      const copy = join(vault.place, "copy");
      cpSync(folder, copy, { recursive: true });
      harm(join(copy, file));
      await expect(restored(copy)).rejects.toThrow();
      rmSync(copy, { recursive: true });
    }
  expect(await vault.items()).toEqual([]);
  expect((await vault.target.s3.send(new ListObjectsV2Command({ Bucket }))).Contents).toBeUndefined();
});

test("A table that holds anything is left alone", async () => {
  const folder = await vault.backup(counted(2));
  const own = { pk: { S: "OWN" }, sk: { S: "META" } };
  await vault.target.dynamodb.send(new PutItemCommand({ TableName: vault.target.tableName, Item: own }));
  await expect(restored(folder)).rejects.toThrow(/is not empty/);
  expect(await vault.items()).toEqual([own]);
});

test("What was cut off anywhere is gone on with, and done twice it is the same", async () => {
  await vault.put("uploads/A/1", "original");
  await vault.put("renditions/A/1/thumb.webp", "thumb");
  const folder = await vault.backup([...counted(120), photo("A"), every]);
  await expect(restored(folder, { target: lostAfter(30) })).rejects.toThrow("Gone");
  await expect(restored(folder)).rejects.toThrow(/is not empty/);
  await restored(folder, { resume: true });
  const all = await vault.items();
  expect(all).toHaveLength(122);
  await restored(folder, { resume: true });
  expect(await vault.items()).toEqual(all);
});

test("Where somebody has written meanwhile, going on stops there and says so", async () => {
  const folder = await vault.backup(counted(3));
  const other = { pk: { S: "P#1" }, sk: { S: "0001" }, mine: { BOOL: true } };
  await vault.target.dynamodb.send(new PutItemCommand({ TableName: vault.target.tableName, Item: other }));
  await expect(restored(folder, { resume: true })).rejects.toThrow(/Something else stands at P#1 0001/);
  expect(await vault.items()).toContainEqual(other);
});

test("Objects that a ready photo needs and that are not there are told of, when backing up and when restoring", async () => {
  const told: string[] = [];
  await vault.put("uploads/A/1", "original");
  const waiting = photo("B", { status: { S: "awaiting-upload" }, renditions: { L: [] } });
  const folder = await vault.backup([photo("A"), waiting], (line) => told.push(line));
  const missing = "renditions/A/1/thumb.webp is not in the";
  expect(told).toEqual([`${missing} bucket, and its photo needs it`]);
  expect((await restored(folder)).slice(1)).toEqual([`${missing} backup, and its photo needs it`]);
});

test("Lost objects come back to the records that name them now, and to no others", async () => {
  for (const id of ["A", "B", "C"]) {
    await vault.put(`uploads/${id}/1`, `original ${id}`);
    await vault.put(`renditions/${id}/1/thumb.webp`, `thumb ${id}`);
  }
  const folder = await vault.backup(["A", "B", "C"].map((id) => photo(id)));
  await restored(folder);
  const { dynamodb, tableName, s3 } = vault.target;
  const [before] = await vault.items();
  const key = (id: string) => ({ pk: { S: "MTG#M" }, sk: { S: `PHO#${id}` } });
  await dynamodb.send(new DeleteItemCommand({ TableName: tableName, Key: key("B") }));
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  for (const { Key, VersionId } of Versions.filter((version) => !version.Key?.includes("/C/")))
    await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  expect(await restored(folder, { objectsOnly: true })).toEqual([
    "4 objects are there, 1 records name another version of theirs now",
  ]);
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const names = (id: string) => [`renditions/${id}/1/thumb.webp`, `uploads/${id}/1`];
  expect(Contents?.map(({ Key }) => Key).sort()).toEqual([...names("A"), ...names("C")].sort());
  const { VersionId } = await s3.send(new HeadObjectCommand({ Bucket, Key: "uploads/A/1" }));
  const [after] = await vault.items();
  expect(VersionId).not.toBe(before?.objectVersion?.S);
  expect(after).toEqual({ ...before, objectVersion: { S: VersionId } });
});

test("The register of erasures grows beside a backup, and comes back whole", async () => {
  const note = (day: number) => `{"erasedAt":"2026-01-0${day}T00:00:00.000Z"}`;
  await vault.put("erasures/M1", note(1));
  const folder = await vault.backup(counted(1));
  await vault.put("erasures/M2", note(2));
  expect(await copyRegister(vault.from, folder)).toBe(2);
  expect((await restored(folder))[0]).toMatch(/2 erasures known/);
  const { s3 } = vault.target;
  for (const [name, text] of [["M1", note(1)] as const, ["M2", note(2)] as const]) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: `erasures/${name}` }));
    expect(await Body?.transformToString()).toBe(text);
  }
});
