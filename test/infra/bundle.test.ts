import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bundleFunctions } from "../../infra/bundle.ts";
import { toKebabCase } from "../../infra/names.ts";
import { functions } from "../../lib/contract/functions.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dangbo-bundle-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const names = Object.keys(functions);
const source = (name: string) => join(folder, "functions", toKebabCase(name), "handler.ts");
const code = (name: string) => `
  const later = async () => (await import("node:os")).EOL;
  export const handler = async (event: object) => ({ name: "${name}", event, later: typeof (await later()) });
`;

const writeHandlers = async (which: readonly string[], text = code) => {
  for (const name of which) {
    await mkdir(join(folder, "functions", toKebabCase(name)), { recursive: true });
    await writeFile(source(name), text(name));
  }
  return join(folder, "functions");
};

test("every function gets a folder of its own with CommonJS that exports its handler", async () => {
  const bundles = bundleFunctions(await writeHandlers(names), join(folder, "out"));
  expect(Object.keys(bundles)).toEqual(names);
  const load = createRequire(import.meta.url);
  for (const [name, bundle] of Object.entries(bundles)) {
    expect(await load(join(bundle, "index.js")).handler({})).toEqual({ name, event: {}, later: "string" });
  }
});

test("a bundle imports nothing dynamically, which would load undici on a cold start", async () => {
  const { service } = bundleFunctions(await writeHandlers(names), join(folder, "out"));
  expect(await readFile(join(service, "index.js"), "utf8")).not.toMatch(/\bimport\(/);
});

test("the same source gives the same bytes, so an unchanged function is not deployed again", async () => {
  const functionsFolder = await writeHandlers(names);
  const read = async (out: string) => readFile(join(bundleFunctions(functionsFolder, out).token, "index.js"), "utf8");
  expect(await read(join(folder, "one"))).toBe(await read(join(folder, "two")));
});

test("bundles of functions that are gone go too, and what went in is written beside", async () => {
  const out = join(folder, "out");
  await mkdir(join(out, "gone"), { recursive: true });
  bundleFunctions(await writeHandlers(names), out);
  expect((await readdir(out)).sort()).toEqual([...names.map(toKebabCase), "metafile.json"].sort());
  const { outputs } = JSON.parse(await readFile(join(out, "metafile.json"), "utf8"));
  expect(Object.keys(outputs)).toHaveLength(2 * names.length);
});

test("functions without a handler are named, all of them", async () => {
  const functionsFolder = await writeHandlers(names.filter((name) => name !== "awards" && name !== "streamProcessor"));
  expect(() => bundleFunctions(functionsFolder, join(folder, "out"))).toThrow(
    /^Without a handler: .*awards\/handler\.ts, .*stream-processor\/handler\.ts$/,
  );
});

test("what esbuild only warns of stops it too", async () => {
  const functionsFolder = await writeHandlers(names, () => "export const handler = () => ({ a: 1, a: 2 });");
  expect(() => bundleFunctions(functionsFolder, join(folder, "out"))).toThrow(/Duplicate key "a"/);
});

test("a handler that does not parse stops it", async () => {
  const functionsFolder = await writeHandlers(names, () => "export const handler = (");
  expect(() => bundleFunctions(functionsFolder, join(folder, "out"))).toThrow("Build failed");
});

test("ways to find credentials that no function uses are in no bundle", async () => {
  const sdk = resolve(import.meta.dirname, "../../node_modules/@aws-sdk/client-dynamodb");
  const uses = () => `import { DynamoDBClient } from "${sdk}"; export const handler = () => new DynamoDBClient({});`;
  const out = join(folder, "out");
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
