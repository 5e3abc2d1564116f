import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startLocal } from "../../../infra/local/service.ts";
import { temporaryFolder } from "../../support/bundle-folder.ts";
import { synthesizeStandIn } from "../../support/stand-in/assembly.ts";
import { callerOf } from "../../support/stand-in/caller.ts";
import { until } from "../../support/until.ts";

const folder = temporaryFolder();
const state = `${folder}/state`;
const script = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const started: ChildProcess[] = [];
/** Milliseconds that what hangs may take on a busy machine. */
const retryRuntime = 30_000;
let assembly: string;

beforeAll(() => {
  assembly = synthesizeStandIn(folder);
}, 30_000);
afterAll(() => {
  for (const child of started) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

const lines = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    if (child.stdout) createInterface(child.stdout).once("line", resolve);
    child.once("exit", (code) => reject(new Error(`It ended with ${code}`)));
  });

const run = async () => {
  const child = spawn(process.execPath, [script("../../support/stand-in/run.ts"), assembly, state], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  started.push(child);
  return { child, caller: await callerOf(await lines(child)) };
};

/** Processes whose command line names the state folder, as the engine's does. */
const engines = () =>
  readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(`${state}/table.db`);
    } catch {
      return false;
    }
  });

const killed = async (child: ChildProcess) => {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
  await until(() => engines().length === 0);
};

test("After kill -9, again and again, every acknowledged write is there and reaches the functions of stream and queue", async () => {
  const acknowledged: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const { child, caller } = await run();
    expect(engines()).not.toEqual([]);
    expect(await caller.list("A")).toEqual(acknowledged);
    const writer = (async () => {
      for (let count = 0; count < 1_000; count += 1) {
        const name = `TALLY#work-${round}-${String(count).padStart(4, "0")}`;
        await caller.put("A", name);
        acknowledged.push(name);
      }
    })().catch(() => "cut off");
    const enough = acknowledged.length + 30;
    await until(() => acknowledged.length >= enough, retryRuntime);
    await killed(child);
    expect(await writer).toBe("cut off");
    // The last one may have been written and never acknowledged.
    const { child: next, caller: after } = await run();
    const kept = await after.list("A");
    expect(kept.slice(0, acknowledged.length)).toEqual(acknowledged);
    acknowledged.splice(0, acknowledged.length, ...kept);
    await until(async () => (await after.list("SEEN")).length === kept.length, retryRuntime);
    await until(async () => (await after.list("DONE")).length === kept.length, retryRuntime);
    await killed(next);
  }
}, 180_000);

test("When its engine is gone, the service says so and closes", async () => {
  const service = await startLocal({ port: 0, state, assembly });
  for (const pid of engines()) process.kill(Number(pid), "SIGKILL");
  expect(await service.broken).toContain("The table engine ended");
  await service.close();
});

test("It stops when npm, or the shell npm has started it with, is killed", async () => {
  const shell = spawn("sh", ["-c", `"$0" "$@"; :`, process.execPath, script("../../support/stand-in/orphan.ts")], {
    env: { ...process.env, NODE_OPTIONS: "", npm_lifecycle_event: "start" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(shell);
  const pid = Number(await lines(shell));
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
