import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { allocatorVariables } from "../../../../infra/packages/ship-packages.ts";
import { photoBytes } from "../../../../lib/photos/schema.ts";
import { rejectionCodes } from "../../../../lib/vocabulary/rejections.ts";
import { corpus } from "../../../support/corpus/corpus.ts";
import { announcedOf, type Entry } from "../../../support/corpus/entry.ts";

/** MB of memory that no file may exceed. */
const memoryMaximum = 512;
/** What WebP may hold besides its picture's own chunks is metadata: `EXIF`, `XMP `, `ICCP`, or what nobody knows. */
const pictureChunks = ["VP8 ", "VP8L", "VP8X", "ALPH"];

type FileResult = {
  ok: boolean;
  code?: string;
  width?: number;
  height?: number;
  renditions: { name: string; width: number; height: number; chunks: string[] }[];
};

const program = resolve(import.meta.dirname, "../../../support/corpus/inspect-files.ts");
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dangbo-corpus-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Inspects files in one process, one after the other, with the variables the function has. */
const inspect = async (...entries: Entry[]): Promise<{ results: FileResult[]; peakMemory: number }> => {
  const args: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const bytes = await entry.make();
    expect(bytes.length).toBeLessThanOrEqual(photoBytes);
    const file = join(folder, String(index));
    await writeFile(file, bytes);
    args.push(file, JSON.stringify(announcedOf(entry, bytes)));
  }
  const env = { ...process.env, ...allocatorVariables };
  return JSON.parse((await promisify(execFile)(process.execPath, [program, ...args], { env })).stdout);
};

/** Sides of a rendition: the longest is at most `side`, and nothing is enlarged. */
const fitted = (name: string, side: number, { width, height }: { width: number; height: number }) => {
  const scale = Math.min(1, side / Math.max(width, height));
  return { name, width: Math.max(1, width * scale), height: Math.max(1, height * scale) };
};

describe("a file of the corpus has the expected result, in less than 512 MB", () => {
  test.each(corpus)(
    "$name",
    async (entry) => {
      const { peakMemory, results } = await inspect(entry);
      const { renditions = [], ...result } = results[0] ?? {};
      expect(peakMemory).toBeLessThan(memoryMaximum);
      if (typeof entry.end === "string") {
        expect(result).toEqual({ ok: false, code: entry.end });
        return;
      }
      expect(result).toEqual({ ok: true, ...entry.end });
      expect(renditions.map(({ name }) => name)).toEqual(["thumb", "screen"]);
      for (const [index, side] of [320, 1_600].entries()) {
        const expected = fitted(renditions[index]?.name ?? "", side, entry.end);
        expect(Math.abs((renditions[index]?.width ?? 0) - expected.width)).toBeLessThanOrEqual(1);
        expect(Math.abs((renditions[index]?.height ?? 0) - expected.height)).toBeLessThanOrEqual(1);
      }
      expect(renditions.flatMap(({ chunks }) => chunks).filter((type) => !pictureChunks.includes(type))).toEqual([]);
    },
    30_000,
  );
});

test("a warm process needs no more memory after all large files of the corpus", async () => {
  const large = corpus.filter(({ name, end }) => /megapixels|25 MiB/.test(name) && typeof end !== "string");
  const { results, peakMemory } = await inspect(...large, ...large);
  expect(results.filter(({ ok }) => ok)).toHaveLength(2 * large.length);
  expect(peakMemory).toBeLessThan(memoryMaximum);
}, 90_000);

test("the files of the corpus have unique names and cover every rejection", () => {
  expect(corpus.length).toBeGreaterThanOrEqual(40);
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
  const ends = new Set(corpus.map(({ end }) => end).filter((end) => typeof end === "string"));
  expect([...ends].sort()).toEqual([...rejectionCodes].sort());
});
