import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { lockState } from "../../../infra/local/state.ts";
import { temporaryFolder } from "../../support/bundle-folder.ts";

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

test("A state folder has one holder at a time", () => {
  const state = lockState(folder);
  expect(() => lockState(folder)).toThrow(/Another service runs on the state/);
  state.release();
  lockState(folder).release();
});

test("A holder that is killed holds nothing", async () => {
  const source = fileURLToPath(new URL("../../../infra/local/state.ts", import.meta.url));
  // Held on to: what nobody refers to is closed when memory is cleaned up, and the lock with it.
  const code = `import { takeState } from ${JSON.stringify(source)}; globalThis.held = takeState(${JSON.stringify(folder)}); console.log("held"); setInterval(() => {}, 1000);`;
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
