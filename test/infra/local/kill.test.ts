import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startLocal } from "../../../infra/local/service.ts";
import { useTemporaryFolder } from "../../support/bundle-folder.ts";
import { pidsNaming } from "../../support/process.ts";
import { synthesizeStubs } from "../../support/stub-functions/assembly.ts";
import { createStubClient } from "../../support/stub-functions/caller.ts";
import { until } from "../../support/until.ts";

const folder = useTemporaryFolder();
const state = `${folder}/state`;
const script = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const started: ChildProcess[] = [];
let assembly: string;

beforeAll(() => {
  assembly = synthesizeStubs(folder);
});
afterAll(() => {
  for (const child of started) child.kill("SIGKILL");
});

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let errors = "";
    child.stderr?.on("data", (text: unknown) => {
      errors += String(text);
    });
    if (child.stdout) createInterface(child.stdout).once("line", resolve);
    child.once("close", (code) => reject(new Error(`The process ended with ${code}: ${errors}`)));
  });

const run = async () => {
  const child = spawn(process.execPath, [script("../../support/stub-functions/run.ts"), assembly, state], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  started.push(child);
  return { child, caller: await createStubClient(await firstLine(child)) };
};

const enginePids = () => pidsNaming(`${state}/table.db`);

const kill = async (child: ChildProcess) => {
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await exited;
  await until(() => enginePids().length === 0);
};

test("After repeated kill -9 every acknowledged write is present and reaches the functions of stream and queue", async () => {
  const acknowledged: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const { child, caller } = await run();
    expect(enginePids()).not.toEqual([]);
    expect(await caller.list("A")).toEqual(acknowledged);
    const writer = (async () => {
      for (let count = 0; count < 1_000; count += 1) {
        const name = `TALLY#work-${round}-${String(count).padStart(4, "0")}`;
        await caller.put("A", name);
        acknowledged.push(name);
      }
    })().catch(() => "interrupted");
    const enough = acknowledged.length + 30;
    await until(() => acknowledged.length >= enough);
    await kill(child);
    expect(await writer).toBe("interrupted");
    // The last write may be stored without an acknowledgement.
    const { child: next, caller: after } = await run();
    const stored = await after.list("A");
    expect(stored.slice(0, acknowledged.length)).toEqual(acknowledged);
    acknowledged.splice(0, acknowledged.length, ...stored);
    await until(async () => (await after.list("SEEN")).length === stored.length);
    await until(async () => (await after.list("DONE")).length === stored.length);
    await kill(next);
  }
});

test("When the table engine ends, the service reports the reason and closes", async () => {
  const service = await startLocal({ port: 0, state, assembly });
  for (const pid of enginePids()) process.kill(pid, "SIGKILL");
  expect(await service.broken).toContain("The table engine ended");
  await service.close();
});

test("The service stops when npm, or the shell between npm and the service, is killed", async () => {
  const shell = spawn(
    "sh",
    ["-c", `"$0" "$@"; :`, process.execPath, script("../../support/stub-functions/orphan.ts")],
    {
      env: { ...process.env, NODE_OPTIONS: "", npm_lifecycle_event: "start" },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  started.push(shell);
  const pid = Number(await firstLine(shell));
  shell.kill("SIGKILL");
  await until(() => !isRunning(pid));
});

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
