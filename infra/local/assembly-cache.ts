import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";
import { codeOf } from "./errors.ts";
import { privateFolder } from "./files.ts";
import type { SynthesisSettings } from "./synthesize.ts";

/** What a template and its bundles are made from: our code, and the packages as they are installed. */
const sources = ["infra", "lib", "functions", "package.json", "package-lock.json", "node_modules/.package-lock.json"];

/** Milliseconds after its last use for which an assembly is kept. */
const keptFor = 3_600_000;
/** Milliseconds between marks of use while a service runs from an assembly. */
const markInterval = 600_000;

/** The hash of sources and settings. */
export const assemblyKey = (root: string, settings: SynthesisSettings): string => {
  const hash = createHash("sha256").update(JSON.stringify([process.version, process.arch, settings]));
  for (const file of sources.flatMap((source) => filesOf(root, source)))
    hash.update(`${file}\0`).update(
      createHash("sha256")
        .update(readFileSync(join(root, file)))
        .digest(),
    );
  return hash.digest("hex").slice(0, 32);
};

const filesOf = (root: string, source: string): string[] => {
  const stats = statSync(join(root, source), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (stats.isFile()) return [source];
  return readdirSync(join(root, source), { recursive: true, encoding: "utf8" })
    .filter((file) => statSync(join(root, source, file)).isFile())
    .sort()
    .map((file) => join(source, file));
};

/**
 * The folder of an assembly that is made from the current sources: one that is kept in the cache `folder`, or one that
 * `synthesize` writes and that is then kept. Undefined where the cache cannot be written.
 */
export const findAssembly = async (
  folder: string,
  keyNow: () => string,
  synthesize: (folder: string) => Promise<void>,
): Promise<string | undefined> => {
  const key = keyNow();
  const kept = join(folder, key);
  if (existsSync(kept)) return kept;
  if (!isWritable(folder)) return undefined;
  removeUnused(folder);
  const temporary = mkdtempSync(join(folder, "synthesizing-"));
  try {
    await synthesize(temporary);
    // A source that was saved meanwhile may or may not be in the assembly: it is used once.
    return moveTo(temporary, keyNow() === key ? kept : `${temporary}-once`);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
};

/** Another service may have written the same assembly meanwhile. */
const moveTo = (temporary: string, kept: string): string => {
  try {
    renameSync(temporary, kept);
  } catch (error) {
    if (!existsSync(kept)) throw error;
  }
  return kept;
};

const isWritable = (folder: string): boolean => {
  try {
    mkdirSync(folder, { recursive: true, mode: privateFolder });
    const probe = mkdtempSync(join(folder, "synthesizing-"));
    rmSync(probe, { recursive: true });
    return true;
  } catch (error) {
    if (["EACCES", "EPERM", "EROFS"].includes(codeOf(error) ?? "")) return false;
    throw error;
  }
};

const removeUnused = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    const usedAt = statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (usedAt < Date.now() - keptFor) rmSync(join(folder, name), { recursive: true, force: true });
  }
};

/** Marks an assembly as used while a service runs from it: functions load their bundles when they are first called. */
export const markUse = (assembly: string, log: (message: string) => void) => {
  const mark = () => {
    try {
      utimesSync(assembly, new Date(), new Date());
    } catch (error) {
      log(`${assembly} cannot be marked as used: ${String(error)}`);
    }
  };
  mark();
  const timer = setInterval(mark, markInterval).unref();
  return { stop: () => clearInterval(timer) };
};
