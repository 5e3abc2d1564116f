import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { buildSync, type Metafile } from "esbuild";
import { bundleOptions } from "../../infra/bundle.ts";
import { shipPackages } from "../../infra/packages/ship-packages.ts";
import type { FunctionName } from "../../lib/contract/functions.ts";
import { grouped, numeric, type Section } from "../support/report.ts";
import { handlerSources } from "./environment.ts";

export type BundleName = FunctionName | "floor";

export type Bundle<Name extends BundleName = BundleName> = {
  name: Name;
  file: string;
  /** Bytes, uncompressed and compressed. */
  size: number;
  gzip: number;
  inputs: Metafile["outputs"][string]["inputs"];
};

/** `probe`: the program that measures a bundle. */
export type Bundles = { floor: Bundle; functions: readonly Bundle<FunctionName>[]; probe: string };

const root = join(import.meta.dirname, "../..");

/** Bundles every function, the floor and the probe in one run, with the options of a deployment. */
export const buildBundles = (folder: string): Bundles => {
  const sources = handlerSources();
  const own = (name: string) => ({ in: join(import.meta.dirname, `${name}.ts`), out: `${name}/index` });
  const { metafile } = buildSync({
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
    const inputs = metafile.outputs[relative(root, file)]?.inputs ?? {};
    return { name, file, size: code.length, gzip: gzipSync(code, { level: 9 }).length, inputs };
  };
  return {
    floor: bundleOf("floor"),
    functions: sources.map(({ name }) => bundleOf(name)),
    probe: join(folder, "probe", "index.js"),
  };
};

/** The package of a file (`@aws-sdk/client-kms`), its folder of ours (`lib/members`), or the file itself. */
export const originOf = (file: string): string =>
  /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? /^(?:lib|functions)\/[^/]+(?=\/)/.exec(file)?.[0] ?? file;

const bytesByOrigin = (inputs: Bundle["inputs"]): Map<string, number> => {
  const found = new Map<string, number>();
  for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
    const name = originOf(file);
    found.set(name, (found.get(name) ?? 0) + bytesInOutput);
  }
  return found;
};

/** The heaviest origins of a bundle, less the bytes that the floor has of the same origin. */
export const weightsBeyond = (inputs: Bundle["inputs"], floor: Bundle["inputs"], count: number) => {
  const inFloor = bytesByOrigin(floor);
  return [...bytesByOrigin(inputs)]
    .map(([name, bytes]) => ({ name, bytes: bytes - (inFloor.get(name) ?? 0) }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, count);
};

/** The five heaviest origins of each bundle beyond the floor. */
export const explainBundles = ({ floor, functions }: Bundles): Section => ({
  title: "Heaviest parts beyond the floor",
  notes: ["Bytes in the bundle by package or folder, less the bytes that the floor has of the same."],
  columns: [{ title: "function" }, { title: "part" }, numeric("bytes")],
  rows: functions.flatMap(({ name, inputs }) =>
    weightsBeyond(inputs, floor.inputs, 5).map((weight, i) => [
      i === 0 ? name : "",
      weight.name,
      grouped(weight.bytes),
    ]),
  ),
});
