import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backupLocal } from "../../../infra/backup/backup-here.ts";
import { findDynoxide, startDynoxide } from "../../../infra/local/engines/dynoxide.ts";
import { leftBehind } from "../../support/process.ts";

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "dangbo-here-"));
});
afterEach(() => rmSync(place, { recursive: true }));

const backup = () => backupLocal(place, join(place, "backup"), () => undefined);

test("Where no service has kept a table yet, a backup says so, leaves nothing and has nothing running", async () => {
  await expect(backup()).rejects.toThrow(/No service has kept a table/);
  const program = findDynoxide();
  if (program === undefined) return;
  await (await startDynoxide(program, join(place, "table.db"))).stop();
  await expect(backup()).rejects.toThrow(/There is no table/);
  expect(existsSync(join(place, "backup"))).toBe(true);
  expect(readdirSync(join(place, "backup"))).toEqual([]);
  expect(await leftBehind(place)).toEqual([]);
});

test("A folder with anything in it is no place for a backup", async () => {
  await expect(backupLocal(place, import.meta.dirname, () => undefined)).rejects.toThrow(/is not empty/);
});
