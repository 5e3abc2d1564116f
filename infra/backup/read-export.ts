import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import { exportFile, exportSummary, itemIn, type RawItem } from "./export-format.ts";
import { sumOf } from "./file-sum.ts";
import { layout } from "./layout.ts";

/** A data file of an export, where it lies. */
type DataFile = { path: string; itemCount: number; md5: string };

export type TableExport = { id: string; exportTime: string; itemCount: number; files: readonly DataFile[] };

/**
 * Opens the export in a folder: ours, or one that DynamoDB wrote into a bucket, copied from there.
 * @throws Error where there is none, more than one, or not a full one as DynamoDB JSON
 */
export function openExport(folder: string): TableExport {
  const ids = readdirSync(join(folder, layout.exports)).filter((name) => name !== "data");
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0) throw new Error(`${folder} holds ${ids.length} exports, not one`);
  const read = (name: string) => readFileSync(join(folder, layout.exports, id, name), "utf8");
  const { itemCount, exportTime } = exportSummary.parse(JSON.parse(read(layout.summary)));
  const files = read(layout.files)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => exportFile.parse(JSON.parse(line)))
    .map((file) => ({ path: placeOf(folder, file.dataFileS3Key), itemCount: file.itemCount, md5: file.md5Checksum }));
  return { id, exportTime, itemCount, files };
}

/** Keys begin with whatever prefix the export was asked for; the folder holds what is behind it. */
function placeOf(folder: string, key: string): string {
  const own = key.slice(key.lastIndexOf(`${layout.exports}/`));
  if (!own.startsWith(layout.exports) || own.includes("..")) throw new Error(`"${key}" is no data file of an export`);
  return join(folder, own);
}

/** Every item, file by file. Throws where a file is not what its checksum says or holds another number of items. */
export async function* readItems({ files, itemCount }: TableExport): AsyncGenerator<RawItem> {
  let all = 0;
  for (const { path, itemCount: expected, md5 } of files) {
    if ((await sumOf(path, "md5", "base64")) !== md5) throw new Error(`${path} is damaged`);
    let found = 0;
    for await (const line of linesOf(path)) {
      found += 1;
      yield itemIn(line);
    }
    if (found !== expected) throw new Error(`${path} holds ${found} items, not ${expected}`);
    all += found;
  }
  if (all !== itemCount) throw new Error(`The export holds ${all} items, not ${itemCount}`);
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = "";
  for await (const part of createReadStream(path).compose(createGunzip()).setEncoding("utf8")) {
    const lines = (rest + part).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
