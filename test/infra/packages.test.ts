import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { bundleFunctions } from "../../infra/bundle.ts";
import { toKebabCase } from "../../infra/names.ts";
import { packageFolders } from "../../infra/packages/dependencies.ts";
import { chooseArchitecture, shipPackages } from "../../infra/packages/ship-packages.ts";
import { type FunctionName, functions } from "../../lib/contract/functions.ts";
import { temporaryFolder } from "../support/bundle-folder.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Installs packages, each with what its package.json says. */
const install = async (packages: Record<string, object>) => {
  for (const [path, manifest] of Object.entries(packages)) {
    await mkdir(join(folder, "node_modules", path), { recursive: true });
    await writeFile(join(folder, "node_modules", path, "package.json"), JSON.stringify(manifest));
  }
};
const foldersFor = (cpu: string) =>
  [...(packageFolders(["picture"], { os: "linux", cpu, libc: "glibc" }, folder) ?? [])]
    .map((each) => relative(join(folder, "node_modules"), each))
    .sort();

const picture = {
  dependencies: { words: "1" },
  optionalDependencies: { "@code/arm64": "1", "@code/x64": "1", "@code/musl": "1" },
};
const code = (cpu: string, libc = "glibc") => ({ os: ["linux"], cpu: [cpu], libc: [libc] });

describe("the packages a function needs", () => {
  test("are those it names, what they need, and the machine code of its machine only", async () => {
    await install({ picture, words: {}, "@code/arm64": code("arm64"), "@code/x64": code("x64") });
    expect(foldersFor("arm64")).toEqual(["@code/arm64", "picture", "words"]);
    expect(foldersFor("x64")).toEqual(["@code/x64", "picture", "words"]);
  });

  test("are taken from where Node would find them: beside the package before above it", async () => {
    await install({ picture, words: {}, "picture/node_modules/words": {}, "@code/x64": code("x64") });
    expect(foldersFor("x64")).toEqual(["@code/x64", "picture", "picture/node_modules/words"]);
  });

  test("are not there where no machine code fits", async () => {
    await install({ picture, words: {}, "@code/x64": code("x64"), "@code/musl": code("arm64", "musl") });
    expect(packageFolders(["picture"], { os: "linux", cpu: "arm64", libc: "glibc" }, folder)).toBeUndefined();
  });

  test("must be installed", async () => {
    await install({ picture, "@code/x64": code("x64") });
    expect(() => foldersFor("x64")).toThrow("words is not installed");
  });
});

describe("the machine of a function", () => {
  test("is the cheaper one where nothing asks for another", () => {
    expect(chooseArchitecture([], "production").cpu).toBe("arm64");
  });

  test("is one that its packages are installed for", () => {
    const machine = chooseArchitecture(["sharp"], "production");
    expect(packageFolders(["sharp"], machine)?.size).toBeGreaterThan(1);
  });

  test("is this one, on one machine", () => {
    expect(chooseArchitecture(["sharp"], "local")).toEqual({ os: process.platform, cpu: process.arch });
  });
});

const names = Object.keys(functions) as FunctionName[];
const shipping = names.filter((name) => "packages" in functions[name]);

const bundlesOf = async (sourceOf: (name: FunctionName) => string) => {
  for (const name of names) {
    await mkdir(join(folder, "functions", toKebabCase(name)), { recursive: true });
    await writeFile(join(folder, "functions", toKebabCase(name), "handler.ts"), sourceOf(name));
  }
  return bundleFunctions(join(folder, "functions"), join(folder, "out"));
};

const makesPicture = `
  import sharp from "sharp";
  const red = { width: 2, height: 2, channels: 3, background: "red" } as const;
  export const handler = async () => (await sharp({ create: red }).webp().toBuffer()).toString("latin1", 8, 12);
`;

test("a function that names a package loads it out of its own folder, without the project around it", async () => {
  const bundles = await bundlesOf((name) => (shipping.includes(name) ? makesPicture : "export const handler = 1;"));
  shipPackages(bundles, "local");
  expect(shipping.length).toBeGreaterThan(0);
  for (const name of shipping) {
    const program = `require("./index.js").handler().then((text) => console.info(text, require.resolve("sharp")))`;
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", program], { cwd: bundles[name] });
    expect(stdout).toMatch(/^WEBP /);
    expect(stdout).toContain(bundles[name]);
  }
});

test("a function that names none has nothing beside its bundle", async () => {
  const bundles = await bundlesOf(() => "export const handler = 1;");
  shipPackages(bundles, "local");
  expect((await readdir(bundles.members)).sort()).toEqual(["index.js", "index.js.map"]);
});

test("a function that loads a package it does not name is refused", async () => {
  await expect(bundlesOf((name) => (name === "members" ? makesPicture : "export const handler = 1;"))).rejects.toThrow(
    "The function members loads sharp, which its contract does not name",
  );
});

test("the way to install machine code for Lambda's other machine names the versions that are in use", async () => {
  const root = join(import.meta.dirname, "../..");
  const { optionalDependencies } = JSON.parse(await readFile(join(root, "node_modules/sharp/package.json"), "utf8"));
  const words = await readFile(join(root, "docs/deploy.md"), "utf8");
  for (const name of ["@img/sharp-linux-arm64", "@img/sharp-libvips-linux-arm64"]) {
    expect(words).toContain(`${name}@${optionalDependencies[name]}`);
  }
});
