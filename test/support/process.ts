import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** The service as a process of its own, as `npm start` runs it. */
export type ServiceProcess = {
  url: string;
  pid: number;
  kill(signal: NodeJS.Signals): Promise<number | null>;
  output(): string;
};

/** Milliseconds a start may take on a busy machine before the test gives up. */
const retryRuntime = 60_000;

export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("No port")),
      );
    });
  });

export const startProcess = async (
  state: string,
  environment: Record<string, string> = {},
): Promise<ServiceProcess> => {
  const port = await freePort();
  const child = spawn(process.execPath, ["infra/local/main.ts"], {
    env: { ...process.env, PORT: String(port), DANGBO_STATE: state, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const keep = (part: unknown) => {
    output += String(part);
  };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", keep);
  const url = `http://localhost:${port}`;
  await untilReady(url, child, () => output);
  return { url, pid: child.pid ?? 0, kill: (signal) => ended(child, signal), output: () => output };
};

const ended = (child: ChildProcess, signal: NodeJS.Signals) =>
  new Promise<number | null>((resolve) => {
    child.once("exit", (code) => resolve(code));
    child.kill(signal);
  });

const untilReady = async (url: string, child: ChildProcess, output: () => string) => {
  const deadline = Date.now() + retryRuntime;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The service ended with ${child.exitCode}:\n${output()}`);
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error(`The service was not ready in time:\n${output()}`);
};

/** Command lines of all processes that name a folder. */
export const processesNaming = (folder: string): string[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .map((pid) => commandLine(pid))
    .filter((line) => line.includes(folder));

const commandLine = (pid: string) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch (error) {
    // It ended while we looked.
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return "";
    throw error;
  }
};

/** Waits until no process names the folder; gives what still does after five seconds. */
export const leftBehind = async (folder: string): Promise<string[]> => {
  for (let i = 0; i < 50 && processesNaming(folder).length > 0; i++) await pause(100);
  return processesNaming(folder);
};
