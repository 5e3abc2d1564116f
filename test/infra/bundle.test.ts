import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { bundleFunctions } from "../../infra/bundle.ts";
import { toKebabCase } from "../../infra/names.ts";
import { functions } from "../../lib/contract/functions.ts";
import { useFolder } from "./support/folder.ts";

const folder = useFolder();

const names = Object.keys(functions);
const source = (name: string) => join(folder.path, "functions", toKebabCase(name), "handler.ts");
const code = (name: string) => `
  const later = async () => (await import("node:os")).EOL;
  export const handler = async (event: object) => ({ name: "${name}", event, later: typeof (await later()) });
`;

const writeHandlers = async (which: readonly string[], text = code) => {
  for (const name of which) {
    await mkdir(join(folder.path, "functions", toKebabCase(name)), { recursive: true });
    await writeFile(source(name), text(name));
  }
  return join(folder.path, "functions");
};

test("Every function has its own folder with a CommonJS bundle that exports the handler", async () => {
  const bundles = bundleFunctions(await writeHandlers(names), join(folder.path, "out"));
  expect(Object.keys(bundles)).toEqual(names);
  const load = createRequire(import.meta.url);
  for (const [name, bundle] of Object.entries(bundles)) {
    expect(await load(join(bundle, "index.js")).handler({})).toEqual({ name, event: {}, later: "string" });
  }
});

test("A bundle has no dynamic import, which would load undici on a cold start", async () => {
  const { service } = bundleFunctions(await writeHandlers(names), join(folder.path, "out"));
  expect(await readFile(join(service, "index.js"), "utf8")).not.toMatch(/\bimport\(/);
});

test("Bundling is deterministic, so that an unchanged function is not deployed again", async () => {
  const functionsFolder = await writeHandlers(names);
  const read = async (out: string) => readFile(join(bundleFunctions(functionsFolder, out).token, "index.js"), "utf8");
  expect(await read(join(folder.path, "one"))).toBe(await read(join(folder.path, "two")));
});

test("Bundling removes bundles of former functions and writes the metafile", async () => {
  const out = join(folder.path, "out");
  await mkdir(join(out, "gone"), { recursive: true });
  bundleFunctions(await writeHandlers(names), out);
  expect((await readdir(out)).sort()).toEqual([...names.map(toKebabCase), "metafile.json"].sort());
  const { outputs } = JSON.parse(await readFile(join(out, "metafile.json"), "utf8"));
  expect(Object.keys(outputs)).toHaveLength(2 * names.length);
});

test("All functions without a handler are reported", async () => {
  const functionsFolder = await writeHandlers(names.filter((name) => name !== "awards" && name !== "streamProcessor"));
  expect(() => bundleFunctions(functionsFolder, join(folder.path, "out"))).toThrow(
    /^Missing handlers: .*awards\/handler\.ts, .*stream-processor\/handler\.ts$/,
  );
});

test("A warning of esbuild fails the bundling", async () => {
  const functionsFolder = await writeHandlers(names, () => "export const handler = () => ({ a: 1, a: 2 });");
  expect(() => bundleFunctions(functionsFolder, join(folder.path, "out"))).toThrow(/Duplicate key "a"/);
});

test("A syntax error in a handler fails the bundling", async () => {
  const functionsFolder = await writeHandlers(names, () => "export const handler = (");
  expect(() => bundleFunctions(functionsFolder, join(folder.path, "out"))).toThrow("Build failed");
});

test("No bundle contains credential providers, which Lambda does not need", async () => {
  const sdk = resolve(import.meta.dirname, "../../node_modules/@aws-sdk/client-dynamodb");
  const uses = () => `import { DynamoDBClient } from "${sdk}"; export const handler = () => new DynamoDBClient({});`;
  const out = join(folder.path, "out");
  bundleFunctions(await writeHandlers(names, uses), out);
  const { inputs } = JSON.parse(await readFile(join(out, "metafile.json"), "utf8"));
  const shipped = Object.keys(inputs).filter((path) =>
    /credential-provider-(imds|sso|ini|process|http|login|web-identity)|token-providers|nested-clients|client-sso/.test(
      path,
    ),
  );
  expect(Object.keys(inputs).some((path) => path.includes("client-dynamodb"))).toBe(true);
  expect(shipped).toEqual([]);
});
