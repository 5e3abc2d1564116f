import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { bundleOptions } from "../../infra/bundle.ts";
import { shipPackages } from "../../infra/packages/ship-packages.ts";
import type { FunctionName } from "../../lib/contract/functions.ts";
import { handlerSources } from "./environment.ts";

export type BundleName = FunctionName | "floor";

export type Bundle<Name extends BundleName = BundleName> = {
  name: Name;
  file: string;
  /** Bytes, uncompressed and compressed. */
  size: number;
  gzip: number;
};

/** `probe`: the program that measures a bundle. */
export type Bundles = { floor: Bundle; functions: readonly Bundle<FunctionName>[]; probe: string };

const root = join(import.meta.dirname, "../..");

/** Bundles every function, the floor and the probe in one run, with the options of a deployment. */
export const buildBundles = (folder: string): Bundles => {
  const sources = handlerSources();
  const own = (name: string) => ({ in: join(import.meta.dirname, `${name}.ts`), out: `${name}/index` });
  buildSync({
    ...bundleOptions,
    external: [...bundleOptions.external],
    mainFields: [...bundleOptions.mainFields],
    entryPoints: [...sources.map(({ name, file }) => ({ in: file, out: `${name}/index` })), own("floor"), own("probe")],
    outdir: folder,
    absWorkingDir: root,
  });
  shipPackages(Object.fromEntries(sources.map(({ name }) => [name, join(folder, name)])), "local");
  const bundleOf = <Name extends BundleName>(name: Name): Bundle<Name> => {
    const file = join(folder, name, "index.js");
    const code = readFileSync(file);
    return { name, file, size: code.length, gzip: gzipSync(code, { level: 9 }).length };
  };
  return {
    floor: bundleOf("floor"),
    functions: sources.map(({ name }) => bundleOf(name)),
    probe: join(folder, "probe", "index.js"),
  };
};
