import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { buildSync, formatMessagesSync, type Metafile } from "esbuild";
import { type FunctionContract, type FunctionName, functions } from "../lib/contract/functions.ts";
import { toKebabCase } from "./names.ts";

/** The folder of each function's bundle. */
export type Bundles = Readonly<Record<FunctionName, string>>;

/** Unused: Lambda passes credentials in the environment. */
const unusedCredentialProviders = [
  "@smithy/credential-provider-imds",
  "@aws-sdk/client-sso",
  "@aws-sdk/client-sso-oidc",
  "@aws-sdk/credential-provider-http",
  "@aws-sdk/credential-provider-ini",
  "@aws-sdk/credential-provider-login",
  "@aws-sdk/credential-provider-process",
  "@aws-sdk/credential-provider-sso",
  "@aws-sdk/credential-provider-web-identity",
  "@aws-sdk/nested-clients",
  "@aws-sdk/token-providers",
];

const packagesOf = (name: FunctionName) => (functions[name] as FunctionContract).packages ?? [];
const names = Object.keys(functions) as FunctionName[];
const shippedPackages = [...new Set(names.flatMap(packagesOf))];

/** Measured in docs/decisions/012-bundles.md. */
export const bundleOptions = {
  bundle: true,
  platform: "node",
  target: "node24",
  format: "cjs",
  minify: true,
  mainFields: ["module", "main"],
  supported: { "dynamic-import": false },
  external: [...unusedCredentialProviders, ...shippedPackages],
  sourcemap: "external",
  metafile: true,
  legalComments: "none",
  logLevel: "silent",
} as const;

/**
 * Bundles every function into `<folder>/<name>/index.js` and writes esbuild's metafile. Throws for errors and warnings of
 * esbuild, for missing handlers, and for a package that is loaded but not shipped.
 */
export const bundleFunctions = (functionsFolder: string, folder: string): Bundles => {
  const handlers = names.map((name) => ({ name, source: join(functionsFolder, toKebabCase(name), "handler.ts") }));
  const missing = handlers.filter(({ source }) => !existsSync(source));
  if (missing.length > 0) {
    throw new Error(`Missing handlers: ${missing.map(({ source }) => relative(".", source)).join(", ")}`);
  }
  rmSync(folder, { recursive: true, force: true });
  const { metafile, warnings } = buildSync({
    ...bundleOptions,
    external: [...bundleOptions.external],
    mainFields: [...bundleOptions.mainFields],
    entryPoints: handlers.map(({ name, source }) => ({ in: source, out: `${toKebabCase(name)}/index` })),
    outdir: folder,
  });
  if (warnings.length > 0) throw new Error(formatMessagesSync(warnings, { kind: "warning" }).join("\n"));
  for (const name of names)
    checkPackages(name, metafile.outputs[relative(".", join(folder, toKebabCase(name), "index.js"))]);
  writeFileSync(join(folder, "metafile.json"), JSON.stringify(metafile));
  return Object.fromEntries(names.map((name) => [name, join(folder, toKebabCase(name))])) as Bundles;
};

/** Otherwise the first invocation would fail. */
const checkPackages = (name: FunctionName, output: Metafile["outputs"][string] | undefined) => {
  const loaded = output?.imports.map(({ path }) => path) ?? [];
  const missing = shippedPackages.filter((each) => loaded.includes(each) && !packagesOf(name).includes(each));
  if (missing.length > 0)
    throw new Error(`The function ${name} loads ${missing.join(", ")}, which its settings do not list`);
};
