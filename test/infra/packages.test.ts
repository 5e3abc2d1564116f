import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { bundleFunctions } from "../../infra/bundle.ts";
import { toKebabCase } from "../../infra/names.ts";
import { packageFolders } from "../../infra/packages/dependencies.ts";
import { chooseArchitecture, shipPackages } from "../../infra/packages/ship-packages.ts";
import { type FunctionName, functions } from "../../lib/contract/functions.ts";
import { useFolder } from "./support/folder.ts";

const folder = useFolder();

/** Installs packages with the given manifests. */
const install = async (packages: Record<string, object>) => {
  for (const [path, manifest] of Object.entries(packages)) {
    await mkdir(join(folder.path, "node_modules", path), { recursive: true });
    await writeFile(join(folder.path, "node_modules", path, "package.json"), JSON.stringify(manifest));
  }
};
const foldersFor = (cpu: string) =>
  [...(packageFolders(["picture"], { os: "linux", cpu, libc: "glibc" }, folder.path) ?? [])]
    .map((each) => relative(join(folder.path, "node_modules"), each))
    .sort();

const picture = {
  dependencies: { words: "1" },
  optionalDependencies: { "@code/arm64": "1", "@code/x64": "1", "@code/musl": "1" },
};
const code = (cpu: string, libc = "glibc") => ({ os: ["linux"], cpu: [cpu], libc: [libc] });

describe("the dependencies of a package", () => {
  test("They are all dependencies, and the native code of one platform only", async () => {
    await install({ picture, words: {}, "@code/arm64": code("arm64"), "@code/x64": code("x64") });
    expect(foldersFor("arm64")).toEqual(["@code/arm64", "picture", "words"]);
    expect(foldersFor("x64")).toEqual(["@code/x64", "picture", "words"]);
  });

  test("They are resolved as by Node: a nested package comes before one further up", async () => {
    await install({ picture, words: {}, "picture/node_modules/words": {}, "@code/x64": code("x64") });
    expect(foldersFor("x64")).toEqual(["@code/x64", "picture", "picture/node_modules/words"]);
  });

  test("They are undefined without native code for the platform", async () => {
    await install({ picture, words: {}, "@code/x64": code("x64"), "@code/musl": code("arm64", "musl") });
    expect(packageFolders(["picture"], { os: "linux", cpu: "arm64", libc: "glibc" }, folder.path)).toBeUndefined();
  });

  test("A package that is not installed is reported", async () => {
    await install({ picture, "@code/x64": code("x64") });
    expect(() => foldersFor("x64")).toThrow("words is not installed");
  });
});

describe("the platform of a function", () => {
  test("It is the cheaper one without native packages", () => {
    expect(chooseArchitecture([], "production").cpu).toBe("arm64");
  });

  test("It is one that the native packages are installed for", () => {
    const platform = chooseArchitecture(["sharp"], "production");
    expect(packageFolders(["sharp"], platform)?.size).toBeGreaterThan(1);
  });

  test("It is that of the host in the stage local", () => {
    expect(chooseArchitecture(["sharp"], "local")).toEqual({ os: process.platform, cpu: process.arch });
  });
});

const names = Object.keys(functions) as FunctionName[];
const shipping = names.filter((name) => "packages" in functions[name]);

const bundlesOf = async (sourceOf: (name: FunctionName) => string) => {
  for (const name of names) {
    await mkdir(join(folder.path, "functions", toKebabCase(name)), { recursive: true });
    await writeFile(join(folder.path, "functions", toKebabCase(name), "handler.ts"), sourceOf(name));
  }
  return bundleFunctions(join(folder.path, "functions"), join(folder.path, "out"));
};

const createPicture = `
  import sharp from "sharp";
  const red = { width: 2, height: 2, channels: 3, background: "red" } as const;
  export const handler = async () => (await sharp({ create: red }).webp().toBuffer()).toString("latin1", 8, 12);
`;

test("A function loads a shipped package from its own folder, without the project", async () => {
  const bundles = await bundlesOf((name) => (shipping.includes(name) ? createPicture : "export const handler = 1;"));
  shipPackages(bundles, "local");
  expect(shipping.length).toBeGreaterThan(0);
  for (const name of shipping) {
    const program = `require("./index.js").handler().then((text) => console.info(text, require.resolve("sharp")))`;
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", program], { cwd: bundles[name] });
    expect(stdout).toMatch(/^WEBP /);
    expect(stdout).toContain(bundles[name]);
  }
});

test("A function without native packages has nothing but its bundle", async () => {
  const bundles = await bundlesOf(() => "export const handler = 1;");
  shipPackages(bundles, "local");
  expect((await readdir(bundles.members)).sort()).toEqual(["index.js", "index.js.map"]);
});

test("Bundling rejects a native package that the settings of the function do not list", async () => {
  await expect(bundlesOf((name) => (name === "members" ? createPicture : "export const handler = 1;"))).rejects.toThrow(
    "The function members loads sharp, which its settings do not list",
  );
});

test("docs/deploy.md installs the native code for the other platform in the used versions", async () => {
  const root = join(import.meta.dirname, "../..");
  const { optionalDependencies } = JSON.parse(await readFile(join(root, "node_modules/sharp/package.json"), "utf8"));
  const text = await readFile(join(root, "docs/deploy.md"), "utf8");
  for (const name of ["@img/sharp-linux-arm64", "@img/sharp-libvips-linux-arm64"]) {
    expect(text).toContain(`${name}@${optionalDependencies[name]}`);
  }
});
