import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { markOf } from "../init/bars.ts";
import { median, medianRatio, shown } from "../report/numbers.ts";
import type { Section } from "../report/section.ts";
import { makePhotos, type Photo } from "./photos.ts";
import type { WayName } from "./ways.ts";

/** The most that ours may take of what sharp alone takes, in time and in memory (issue 3). */
const bar = 1.15;
/** Rounds, of which the first only warms. */
const rounds = 16;

type Measured = { times: Record<WayName, number[][]>; peakMemory: number };

/** Photos a second and peak memory of the image core, beside sharp alone making the same renditions. */
export const measureImages = async (): Promise<Section> => {
  const folder = mkdtempSync(join(tmpdir(), "dangbo-bench-images-"));
  try {
    const photos = await makePhotos();
    const files = photos.map(({ contentType, bytes }, index) => {
      const path = join(folder, String(index));
      writeFileSync(path, bytes);
      return `${contentType}=${path}`;
    });
    const { times } = await run(rounds, ["ours", "fromOneDecode", "fromTheFile"], files);
    const memory = async (name: WayName) => (await run(3, [name], files)).peakMemory;
    const memories = {
      ours: await memory("ours"),
      fromOneDecode: await memory("fromOneDecode"),
      fromTheFile: await memory("fromTheFile"),
    };
    return sectionOf(photos, times, memories);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const run = async (count: number, names: readonly WayName[], files: readonly string[]): Promise<Measured> => {
  const program = join(import.meta.dirname, "child.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [program, String(count), names.join(","), ...files]);
  return JSON.parse(stdout);
};

const sectionOf = (photos: readonly Photo[], times: Measured["times"], memories: Record<WayName, number>): Section => {
  const warm = (name: WayName, index: number) => times[name][index]?.slice(1) ?? [];
  const row = (about: string, of: (name: WayName) => number[]) => {
    const ratio = medianRatio(of("ours"), of("fromOneDecode"));
    const pace = shown(1_000 / median(of("ours")), 1);
    return [
      about,
      pace,
      shown(ratio),
      shown(medianRatio(of("ours"), of("fromTheFile"))),
      shown(bar),
      markOf(ratio, bar),
    ];
  };
  const whole = (name: WayName) =>
    warm(name, 0).map(
      (_, round) => photos.reduce((sum, _, index) => sum + (warm(name, index)[round] ?? 0), 0) / photos.length,
    );
  const held = memories.ours / memories.fromOneDecode;
  return {
    title: "Renditions of photos",
    notes: [
      "Photos a second through the image core (checks, one decode, both renditions), one at a time, and its time as a ratio to",
      "sharp alone: decoding once for both renditions, the least that makes them; and once for each. In turns, one process,",
      `medians of ${rounds - 1} rounds. Peak memory: ${shown(memories.ours, 0)} MB in a process of its own, sharp alone ` +
        `${shown(memories.fromOneDecode, 0)} and ${shown(memories.fromTheFile, 0)} MB.`,
    ],
    columns: [
      { title: "photo" },
      { title: "a second", isNumber: true },
      { title: "to one decode", isNumber: true },
      { title: "to two", isNumber: true },
      { title: "bar", isNumber: true },
      { title: "mark" },
    ],
    rows: [
      ...photos.map(({ about }, index) => row(about, (name) => warm(name, index))),
      row("all of them", whole),
      ["peak memory", "", shown(held), shown(memories.ours / memories.fromTheFile), shown(bar), markOf(held, bar)],
    ],
  };
};
