import { cpSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { type FunctionContract, type FunctionName, functions } from "../../lib/contract/functions.ts";
import type { Bundles } from "../bundle.ts";
import { hostPlatform, lambdaPlatforms, type Platform, packageFolders } from "./dependencies.ts";

/**
 * The platform of a function: that of the host in the stage `local`, otherwise the cheapest one that its packages are
 * installed for. Throws if there is none.
 */
export const chooseArchitecture = (packages: readonly string[], stage: string): Platform => {
  const possible: readonly Platform[] = stage === "local" && packages.length > 0 ? [hostPlatform] : lambdaPlatforms;
  const chosen = possible.find((platform) => packageFolders(packages, platform) !== undefined);
  if (chosen !== undefined) return chosen;
  const platforms = possible.map(({ os, cpu }) => `${os}-${cpu}`).join(" or ");
  throw new Error(`${packages.join(", ")} is not installed for ${platforms} (docs/deploy.md)`);
};

const projectFolder = resolve(import.meta.dirname, "../..");

/** Files that no function loads; licences are shipped. */
const excluded = /^(src|install|include|node_modules|README\.md|.*\.d\.[cm]?ts)$/;

/**
 * Copies packages with native code into the folders of the bundles that load them, with their dependencies for the
 * function's platform.
 */
export const shipPackages = (bundles: Partial<Bundles>, stage: string): void => {
  for (const [name, bundle] of Object.entries(bundles) as [FunctionName, string][]) {
    const { packages = [] }: FunctionContract = functions[name];
    if (packages.length === 0) continue;
    for (const folder of packageFolders(packages, chooseArchitecture(packages, stage)) ?? []) {
      cpSync(folder, join(bundle, relative(projectFolder, folder)), {
        recursive: true,
        filter: (source) => source === folder || !excluded.test(basename(source)),
      });
    }
  }
};

/**
 * Settings of glibc's allocator for functions with native code, which allocates large blocks. By default freed memory stays in
 * per-thread heaps, and memory grows with every photo: 819 MB at peak instead of 459 (docs/decisions/015-images.md). https://man7.org/linux/man-pages/man3/mallopt.3.html
 */
export const allocatorVariables = {
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: "131072",
  // Trimming less often costs no memory and saves time: small blocks are soon used again.
  MALLOC_TRIM_THRESHOLD_: "33554432",
} as const;
