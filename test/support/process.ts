import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { freePort } from "../../infra/local/engines/engine.ts";
import { until } from "./until.ts";

export { freePort };

/** The service in a separate process, as `npm start` runs it. */
export type ServiceProcess = Awaited<ReturnType<typeof startOnce>>;

/** Milliseconds until the service must be ready on a busy machine. */
const startLimit = 120_000;
const startAttempts = 10;

/** Starts it on a free port; starts again when another process took that port meanwhile. */
export const startProcess = async (
  state: string,
  environment: Record<string, string> = {},
): Promise<ServiceProcess> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(state, environment);
    } catch (error) {
      if (attempt === startAttempts || !String(error).includes("is already in use; set PORT")) throw error;
    }
  }
};

const startOnce = async (state: string, environment: Record<string, string>) => {
  const port = await freePort();
  const child = spawn(process.execPath, ["infra/local/main.ts"], {
    env: { ...process.env, PORT: String(port), DANGBO_STATE: state, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part: unknown) => {
      output += String(part);
    });
  const url = `http://localhost:${port}`;
  const isReady = async () => {
    if (child.exitCode !== null) throw new Error(`The service ended with ${child.exitCode}:\n${output}`);
    return (await fetch(`${url}/health`).catch(() => undefined))?.ok ?? false;
  };
  await until(isReady, startLimit);
  return { url, pid: child.pid ?? 0, kill: (signal: NodeJS.Signals) => kill(child, signal), output: () => output };
};

const kill = (child: ChildProcess, signal: NodeJS.Signals) =>
  new Promise<number | null>((resolve) => {
    child.once("exit", (code) => resolve(code));
    child.kill(signal);
  });

/** The ids of all other processes whose command line contains a text. */
export const pidsNaming = (text: string): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .filter((pid) => commandLine(pid).includes(text))
    .map(Number);

const commandLine = (pid: string) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch (error) {
    // The process has ended meanwhile.
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return "";
    throw error;
  }
};

/** Waits until no process names the folder; returns the ids of those that remain. */
export const remainingProcesses = async (folder: string): Promise<number[]> => {
  await until(() => pidsNaming(folder).length === 0).catch(() => undefined);
  return pidsNaming(folder);
};
