import { cpSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { type FunctionName, type FunctionSettings, functions } from "../../lib/contract/functions.ts";
import type { Bundles } from "../bundle.ts";
import { hostPlatform, lambdaPlatforms, type Platform, packageFolders } from "./dependencies.ts";

/**
 * The machine a function is made for: on one machine that machine; in Lambda the cheapest one that its packages are
 * installed for. Throws where there is none.
 */
export const chooseArchitecture = (packages: readonly string[], stage: string): Platform => {
  const possible: readonly Platform[] = stage === "local" && packages.length > 0 ? [hostPlatform] : lambdaPlatforms;
  const chosen = possible.find((machine) => packageFolders(packages, machine) !== undefined);
  if (chosen !== undefined) return chosen;
  const machines = possible.map(({ os, cpu }) => `${os}-${cpu}`).join(" or ");
  throw new Error(`${packages.join(", ")} is installed without machine code for ${machines} (docs/deploy.md)`);
};

const projectFolder = resolve(import.meta.dirname, "../..");

/** Sources in C++, types and words: nothing a function loads. Licences stay. */
const leftOut = /^(src|install|include|node_modules|README\.md|.*\.d\.[cm]?ts)$/;

/**
 * Lays the packages of the contract that cannot be bundled beside the bundles that load them, as they are installed: with
 * what they need themselves and the machine code of the machine the function is made for.
 */
export const shipPackages = (bundles: Partial<Bundles>, stage: string): void => {
  for (const [name, bundle] of Object.entries(bundles) as [FunctionName, string][]) {
    const { packages = [] }: FunctionSettings = functions[name];
    if (packages.length === 0) continue;
    for (const folder of packageFolders(packages, chooseArchitecture(packages, stage)) ?? []) {
      cpSync(folder, join(bundle, relative(projectFolder, folder)), {
        recursive: true,
        filter: (source) => source === folder || !leftOut.test(basename(source)),
      });
    }
  }
};

/**
 * Variables of glibc's allocator for functions with machine code, which takes and gives back large blocks. As it comes,
 * the allocator keeps what was given back in a heap for each thread, and a process grows with every photo: 819 MB at its
 * peak where 459 are enough (docs/decisions/015-images.md). https://man7.org/linux/man-pages/man3/mallopt.3.html
 */
export const allocatorVariables = {
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: "131072",
  // What is smaller than a block of its own comes back soon: to give less of it back costs no memory and saves time.
  MALLOC_TRIM_THRESHOLD_: "33554432",
} as const;
