import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { assemblyKey, findAssembly } from "../../../infra/local/assembly-cache.ts";
import { temporaryFolder } from "../../support/bundle-folder.ts";

let root: string;
let cache: string;
let syntheses: number;
const settings = { stage: "local", adminSecret: "local-admin-secret", loopbackWebhooks: false };

const write = (file: string, text: string) => {
  mkdirSync(join(root, file, ".."), { recursive: true });
  writeFileSync(join(root, file), text);
};

beforeEach(() => {
  root = temporaryFolder();
  cache = join(root, "cache");
  syntheses = 0;
  for (const file of [
    "infra/app.ts",
    "lib/shared/ids.ts",
    "functions/pages/style.ts",
    "package-lock.json",
    "README.md",
  ])
    write(file, "first");
});
afterEach(() => rmSync(root, { recursive: true }));

/** Writes the current text of a source, as a bundle contains it. */
const synthesize = async (folder: string) => {
  syntheses += 1;
  writeFileSync(join(folder, "bundle.js"), readFileSync(join(root, "functions/pages/style.ts")));
};
const find = async (over: Partial<typeof settings> = {}) =>
  (await findAssembly(cache, () => assemblyKey(root, { ...settings, ...over }), synthesize)) ?? "";
const bundleOf = (folder: string) => readFileSync(join(folder, "bundle.js"), "utf8");

test("An assembly of unchanged sources is synthesized once", async () => {
  const first = await find();
  expect(await find()).toBe(first);
  write("README.md", "second");
  expect(await find()).toBe(first);
  expect(syntheses).toBe(1);
  expect(readdirSync(cache)).toHaveLength(1);
});

test("A changed source is taken up, and the assembly of the former text is found again", async () => {
  const first = await find();
  write("functions/pages/style.ts", "second");
  const second = await find();
  expect([bundleOf(first), bundleOf(second)]).toEqual(["first", "second"]);
  write("functions/pages/style.ts", "first");
  expect(await find()).toBe(first);
  expect(syntheses).toBe(2);
});

const changes: readonly (readonly [name: string, change: () => void])[] = [
  ["A changed stack", () => write("infra/app.ts", "second")],
  ["A changed library", () => write("lib/shared/ids.ts", "second")],
  ["A changed lock file", () => write("package-lock.json", "second")],
  ["Other installed packages", () => write("node_modules/.package-lock.json", "second")],
  ["A new file", () => write("lib/shared/new.ts", "")],
  ["A deleted file", () => rmSync(join(root, "lib/shared/ids.ts"))],
  ["A renamed file", () => renameSync(join(root, "lib/shared/ids.ts"), join(root, "lib/shared/id.ts"))],
];

test.each(changes)("%s causes another synthesis", async (_, change) => {
  await find();
  change();
  await find();
  expect(syntheses).toBe(2);
});

test("Other settings have another assembly", async () => {
  await find();
  await find({ loopbackWebhooks: true });
  await find({ adminSecret: "another" });
  expect(syntheses).toBe(3);
});

test("An assembly is used once, and not kept, when a source changes during its synthesis", async () => {
  const found = await findAssembly(
    cache,
    () => assemblyKey(root, settings),
    async (folder) => {
      await synthesize(folder);
      write("lib/shared/ids.ts", "second");
    },
  );
  expect(bundleOf(found ?? "")).toBe("first");
  await find();
  expect(syntheses).toBe(2);
});

test("A failed synthesis leaves nothing behind", async () => {
  const failing = findAssembly(
    cache,
    () => "key",
    () => Promise.reject(new Error("No such stack")),
  );
  await expect(failing).rejects.toThrow("No such stack");
  expect(readdirSync(cache)).toEqual([]);
});

test("Two concurrent starts share one assembly", async () => {
  const [one, other] = await Promise.all([find(), find()]);
  expect(one).toBe(other);
  expect(readdirSync(cache)).toHaveLength(1);
});

test("An assembly that has not been used for an hour is removed when another one is written", async () => {
  const first = await find();
  write("lib/shared/ids.ts", "second");
  const second = await find();
  const past = Date.now() / 1_000 - 3_700;
  utimesSync(first, past, past);
  write("lib/shared/ids.ts", "third");
  await find();
  expect([existsSync(first), existsSync(second)]).toEqual([false, true]);
});
