import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import * as z from "zod/mini";

/** What machine code is made for, in npm's words. Without `libc`: any. */
export type Platform = { os: string; cpu: string; libc?: string };

/** Where Lambda runs functions, the cheaper first. */
export const lambdaPlatforms = [
  { os: "linux", cpu: "arm64", libc: "glibc" },
  { os: "linux", cpu: "x64", libc: "glibc" },
] as const satisfies Platform[];

export const hostPlatform: Platform = { os: process.platform, cpu: process.arch };

const names = z._default(z.array(z.string()), []);
const dependencies = z._default(z.record(z.string(), z.string()), {});
/** What a package says of itself (package.json): which machines it is for, and what it needs. */
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
 * The folders of installed packages and of all that they need on a machine. Undefined where one of them has machine code
 * in packages of its own and none of those is installed for that machine. Throws for a package that is not installed.
 */
export const packageFolders = (
  packages: readonly string[],
  machine: Platform,
  from = projectFolder,
): ReadonlySet<string> | undefined => {
  const found = new Set<string>();
  return packages.every((name) => collect(required(name, from), machine, found)) ? found : undefined;
};

/** Adds a package and all that it needs; false where machine code is missing. */
const collect = (folder: string, machine: Platform, found: Set<string>): boolean => {
  if (found.has(folder)) return true;
  found.add(folder);
  const { dependencies, optionalDependencies } = manifestOf(folder);
  const codes = Object.keys(optionalDependencies);
  const fitting = codes.flatMap((name) => fittingFolder(name, folder, machine) ?? []);
  if (codes.length > 0 && fitting.length === 0) return false;
  const needed = Object.keys(dependencies).map((name) => required(name, folder));
  return [...needed, ...fitting].every((each) => collect(each, machine, found));
};

const fittingFolder = (name: string, from: string, machine: Platform): string | undefined => {
  const folder = lookUp(name, from);
  return folder !== undefined && fits(manifestOf(folder), machine) ? folder : undefined;
};

const fits = ({ os, cpu, libc }: Manifest, machine: Platform) =>
  allows(os, machine.os) && allows(cpu, machine.cpu) && allows(libc, machine.libc);
const allows = (allowed: readonly string[], value: string | undefined) =>
  allowed.length === 0 || value === undefined || allowed.includes(value);

const manifestOf = (folder: string) => manifest.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));

/** Not by `require.resolve`, which finds only what a package exports. */
const lookUp = (name: string, from: string): string | undefined => {
  const folder = join(from, "node_modules", name);
  if (existsSync(join(folder, "package.json"))) return folder;
  return from === projectFolder || from === dirname(from) ? undefined : lookUp(name, dirname(from));
};

const required = (name: string, from: string): string => {
  const folder = lookUp(name, from);
  if (folder === undefined) throw new Error(`${name} is not installed: npm ci`);
  return folder;
};
