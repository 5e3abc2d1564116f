import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { buildSync, type Metafile } from "esbuild";
import { bundleOptions } from "../../../infra/bundle.ts";
import { shipPackages } from "../../../infra/packages/ship-packages.ts";
import type { FunctionName } from "../../../lib/contract/functions.ts";
import { handlerSources } from "../sources.ts";

export type BundleName = FunctionName | "floor";

export type Bundle<Name extends BundleName = BundleName> = {
  name: Name;
  file: string;
  /** Bytes, as it is and compressed. */
  size: number;
  gzip: number;
  inputs: Metafile["outputs"][string]["inputs"];
};

export type Built = {
  floor: Bundle;
  functions: readonly Bundle<FunctionName>[];
  /** The program that measures. */
  probe: string;
};

const root = join(import.meta.dirname, "../../..");

/** The bundle of a function. */
export const bundleNamed = ({ functions }: Built, name: FunctionName): Bundle<FunctionName> => {
  const found = functions.find((bundle) => bundle.name === name);
  if (!found) throw new Error(`No bundle of ${name}`);
  return found;
};

/** Bundles every function, the floor and the probe in one run, with the options functions are deployed with. */
export const buildBundles = (folder: string): Built => {
  const sources = handlerSources();
  const own = (name: string) => join(import.meta.dirname, `${name}.ts`);
  const { metafile } = buildSync({
    ...bundleOptions,
    external: [...bundleOptions.external],
    mainFields: [...bundleOptions.mainFields],
    entryPoints: [
      ...sources.map(({ name, file }) => ({ in: file, out: `${name}/index` })),
      { in: own("floor"), out: "floor/index" },
      { in: own("probe"), out: "probe/index" },
    ],
    outdir: folder,
    absWorkingDir: root,
  });
  shipPackages(Object.fromEntries(sources.map(({ name }) => [name, join(folder, name)])), "local");
  const bundleOf = <Name extends BundleName>(name: Name): Bundle<Name> => {
    const file = join(folder, name, "index.js");
    const code = readFileSync(file);
    const inputs = metafile.outputs[relative(root, file)]?.inputs ?? {};
    return { name, file, size: code.length, gzip: gzipSync(code, { level: 9 }).length, inputs };
  };
  return {
    floor: bundleOf("floor"),
    functions: sources.map(({ name }) => bundleOf(name)),
    probe: join(folder, "probe", "index.js"),
  };
};
