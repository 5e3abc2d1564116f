import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { lockState } from "../../../infra/local/state.ts";
import { useTemporaryFolder } from "../../support/bundle-folder.ts";

const folder = useTemporaryFolder();

test("A state folder can be locked by one service at a time", () => {
  const state = lockState(folder);
  expect(() => lockState(folder)).toThrow(/Another service is using the state/);
  state.release();
  lockState(folder).release();
});

test("Killing a process releases its lock of the state folder", async () => {
  const source = fileURLToPath(new URL("../../../infra/local/state.ts", import.meta.url));
  // A global reference, since garbage collection would close the database and release the lock.
  const code = `import { lockState } from ${JSON.stringify(source)}; globalThis.state = lockState(${JSON.stringify(folder)}); console.log("locked"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  try {
    await once(child.stdout, "data");
    expect(() => lockState(folder)).toThrow(/Another service/);
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
  lockState(folder).release();
});

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const existing = (name: string, mode: number) => {
  const path = join(folder, name);
  mkdirSync(join(path, "objects", "photos"), { recursive: true });
  writeFileSync(join(path, "table.db"), "", { mode: 0o644 });
  writeFileSync(join(path, "objects", "photos", "body"), "", { mode: 0o644 });
  for (const each of [".", "objects", "objects/photos"]) chmodSync(join(path, each), mode);
  return path;
};
const parts = [".", "objects", "objects/photos", "objects/photos/body", "table.db", "lock"];

test.each([0o755, 0o777, 0o750])(
  "A state folder that existed before with mode %o becomes private, with all its files",
  (mode) => {
    const path = existing(`existing-${mode}`, mode);
    lockState(path).release();
    expect(parts.map((part) => modeOf(join(path, part)))).toEqual(["700", "700", "700", "600", "600", "600"]);
  },
);

test("A folder with other files keeps its mode and theirs; the files of the service become private", () => {
  const path = existing("mixed", 0o755);
  writeFileSync(join(path, "notes.txt"), "", { mode: 0o644 });
  symlinkSync(join(path, "notes.txt"), join(path, "objects", "link"));
  lockState(path).release();
  expect(parts.map((part) => modeOf(join(path, part)))).toEqual(["755", "700", "700", "600", "600", "600"]);
  expect(modeOf(join(path, "notes.txt"))).toBe("644");
});

test("What the process creates while it holds the state is private", () => {
  const path = join(folder, "created");
  const state = lockState(path);
  writeFileSync(state.path("file"), "");
  mkdirSync(state.path("folder"));
  state.release();
  writeFileSync(join(path, "after"), "");
  expect(["file", "folder", "after"].map((part) => modeOf(join(path, part)))).toEqual(["600", "700", "644"]);
});

test("A state folder that is a file, or within one, is reported in one line", () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  for (const path of [file, join(file, "state")])
    expect(() => lockState(path)).toThrow(/^The state folder .*file.* cannot be used: .+\. Set DANGBO_STATE/);
});
