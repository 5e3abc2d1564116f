import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import * as z from "zod/mini";

/** Target of native code, in npm's terms; without `libc` any. */
export type Platform = { os: string; cpu: string; libc?: string };

/** Platforms of Lambda, the cheaper first. */
export const lambdaPlatforms = [
  { os: "linux", cpu: "arm64", libc: "glibc" },
  { os: "linux", cpu: "x64", libc: "glibc" },
] as const satisfies Platform[];

export const hostPlatform: Platform = { os: process.platform, cpu: process.arch };

const names = z._default(z.array(z.string()), []);
const dependencies = z._default(z.record(z.string(), z.string()), {});
/** Used fields of package.json. */
const manifest = z.object({
  os: names,
  cpu: names,
  libc: names,
  dependencies,
  optionalDependencies: dependencies,
});
type Manifest = z.output<typeof manifest>;

const projectFolder = resolve(import.meta.dirname, "../..");

/**
 * Folders of installed packages with all their dependencies on a platform, or undefined if the native code of one is not
 * installed for that platform. Throws for a package that is not installed.
 */
export const packageFolders = (
  packages: readonly string[],
  platform: Platform,
  from = projectFolder,
): ReadonlySet<string> | undefined => {
  const found = new Set<string>();
  return packages.every((name) => collect(required(name, from), platform, found)) ? found : undefined;
};

/** Adds a package with its dependencies; returns false if native code is missing. */
const collect = (folder: string, platform: Platform, found: Set<string>): boolean => {
  if (found.has(folder)) return true;
  found.add(folder);
  const { dependencies, optionalDependencies } = manifestOf(folder);
  const optional = Object.keys(optionalDependencies);
  const matching = optional.flatMap((name) => matchingFolder(name, folder, platform) ?? []);
  if (optional.length > 0 && matching.length === 0) return false;
  const needed = Object.keys(dependencies).map((name) => required(name, folder));
  return [...needed, ...matching].every((each) => collect(each, platform, found));
};

const matchingFolder = (name: string, from: string, platform: Platform): string | undefined => {
  const folder = lookUp(name, from);
  return folder !== undefined && matches(manifestOf(folder), platform) ? folder : undefined;
};

const matches = ({ os, cpu, libc }: Manifest, platform: Platform) =>
  allows(os, platform.os) && allows(cpu, platform.cpu) && allows(libc, platform.libc);
const allows = (allowed: readonly string[], value: string | undefined) =>
  allowed.length === 0 || value === undefined || allowed.includes(value);

const manifestOf = (folder: string) => manifest.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));

/** `require.resolve` does not find package.json unless the package exports it. */
const lookUp = (name: string, from: string): string | undefined => {
  const folder = join(from, "node_modules", name);
  if (existsSync(join(folder, "package.json"))) return folder;
  return from === projectFolder || from === dirname(from) ? undefined : lookUp(name, dirname(from));
};

const required = (name: string, from: string): string => {
  const folder = lookUp(name, from);
  if (folder === undefined) throw new Error(`${name} is not installed; run npm ci`);
  return folder;
};
