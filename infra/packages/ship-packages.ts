import { cpSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { type FunctionName, type FunctionSettings, functions } from "../../lib/contract/functions.ts";
import type { Bundles } from "../bundle.ts";
import { chooseMachine } from "./choose-machine.ts";
import { packageFolders } from "./closure.ts";

const projectFolder = resolve(import.meta.dirname, "../..");

/** Sources in C++, types and words: nothing a function loads. Licences stay. */
const leftOut = /^(src|install|include|node_modules|README\.md|.*\.d\.[cm]?ts)$/;

/**
 * Lays the packages of the contract that cannot be bundled beside the bundles that load them, as they are installed: with
 * what they need themselves and the machine code of the machine the function is made for.
 */
export function shipPackages(bundles: Partial<Bundles>, stage: string): void {
  for (const [name, bundle] of Object.entries(bundles) as [FunctionName, string][]) {
    const { packages = [] }: FunctionSettings = functions[name];
    if (packages.length === 0) continue;
    for (const folder of packageFolders(packages, chooseMachine(packages, stage)) ?? []) {
      cpSync(folder, join(bundle, relative(projectFolder, folder)), {
        recursive: true,
        filter: (source) => source === folder || !leftOut.test(basename(source)),
      });
    }
  }
}
