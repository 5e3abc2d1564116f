import { spawn } from "node:child_process";
import { once } from "node:events";
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
