import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { allocatorVariables } from "../../../../infra/packages/ship-packages.ts";
import { photoBytes } from "../../../../lib/photos/schema.ts";
import { rejectionCodes } from "../../../../lib/vocabulary/rejections.ts";
import { bombs } from "../../../support/corpus/bombs.ts";
import { corpus } from "../../../support/corpus/corpus.ts";
import { announcementOf, type CorpusFile } from "../../../support/corpus/corpus-file.ts";

/** A file fails by its result or its memory, never because the machine is slow: this limit only ends a hung process. */
const timeLimit = 600_000;
/** MB of memory that no file may exceed. */
const memoryMaximum = 512;
/** Chunks of a WebP without metadata (`EXIF`, `XMP `, `ICCP` or unknown ones). */
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
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Inspects files in one child process, one after the other, with the variables of the function. */
const inspect = async (...files: CorpusFile[]): Promise<{ results: FileResult[]; peakMemory: number }> => {
  const args: string[] = [];
  for (const [index, file] of files.entries()) {
    const bytes = await file.create();
    expect(bytes.length).toBeLessThanOrEqual(photoBytes);
    const path = join(folder, String(index));
    await writeFile(path, bytes);
    args.push(path, JSON.stringify(announcementOf(file, bytes)));
  }
  const env = { ...process.env, ...allocatorVariables };
  return JSON.parse((await promisify(execFile)(process.execPath, [program, ...args], { env })).stdout);
};

/** Files that could fill the memory have a process of their own; the others share one. */
const isLarge = (file: CorpusFile) => bombs.includes(file) || /megapixels|MiB/.test(file.name);
const small = corpus.filter((file) => !isLarge(file));
let inspectedTogether: Awaited<ReturnType<typeof inspect>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dangbo-corpus-"));
  inspectedTogether = await inspect(...small);
}, timeLimit);

const inspected = async (file: CorpusFile): Promise<{ result: FileResult | undefined; peakMemory: number }> => {
  const { results, peakMemory } = isLarge(file) ? await inspect(file) : inspectedTogether;
  return { result: results[isLarge(file) ? 0 : small.indexOf(file)], peakMemory };
};

/** Sides of a rendition: the longest is at most `side`, and nothing is enlarged. */
const fitted = (name: string, side: number, { width, height }: { width: number; height: number }) => {
  const scale = Math.min(1, side / Math.max(width, height));
  return { name, width: Math.max(1, width * scale), height: Math.max(1, height * scale) };
};

describe("A file of the corpus has the expected result, in less than 512 MB", () => {
  test.each(corpus)(
    "$name",
    async (file) => {
      const { peakMemory, result: found } = await inspected(file);
      const { renditions = [], ...result } = found ?? {};
      expect(peakMemory).toBeLessThan(memoryMaximum);
      if (typeof file.expected === "string") {
        expect(result).toEqual({ ok: false, code: file.expected });
        return;
      }
      expect(result).toEqual({ ok: true, ...file.expected });
      expect(renditions.map(({ name }) => name)).toEqual(["thumb", "screen"]);
      for (const [index, side] of [320, 1_600].entries()) {
        const expected = fitted(renditions[index]?.name ?? "", side, file.expected);
        expect(Math.abs((renditions[index]?.width ?? 0) - expected.width)).toBeLessThanOrEqual(1);
        expect(Math.abs((renditions[index]?.height ?? 0) - expected.height)).toBeLessThanOrEqual(1);
      }
      expect(renditions.flatMap(({ chunks }) => chunks).filter((type) => !pictureChunks.includes(type))).toEqual([]);
    },
    timeLimit,
  );
});

test(
  "A process that inspects all large files of the corpus stays below 512 MB",
  async () => {
    const large = corpus.filter(({ name, expected }) => /megapixels|25 MiB/.test(name) && typeof expected !== "string");
    const all = process.env.TEST_LONG === "1" ? [...large, ...large] : large;
    const { results, peakMemory } = await inspect(...all);
    expect(results.filter(({ ok }) => ok)).toHaveLength(all.length);
    expect(peakMemory).toBeLessThan(memoryMaximum);
  },
  timeLimit,
);

test("The files of the corpus have unique names and cover every rejection", () => {
  expect(corpus.length).toBeGreaterThanOrEqual(40);
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
  const codes = new Set(corpus.map(({ expected }) => expected).filter((code) => typeof code === "string"));
  expect([...codes].sort()).toEqual([...rejectionCodes].sort());
});
