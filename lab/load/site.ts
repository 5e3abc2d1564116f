import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort, remainingProcesses } from "../../test/support/process.ts";

/** The service as a process that can be killed and restarted at the same address on the same state. */
export type Site = Awaited<ReturnType<typeof createSite>>;

/** Milliseconds of a start, and of the end of its processes, on a busy machine. */
const startLimit = 120_000;
const endLimit = 60_000;
const script = fileURLToPath(new URL("run-service.ts", import.meta.url));

export const createSite = async (state: string) => {
  const port = await freePorts();
  const url = `http://localhost:${port}`;
  let child: ReturnType<typeof run> | undefined;
  let output = "";
  let gate = Promise.withResolvers<void>();
  const run = () => {
    const started = spawn(process.execPath, [script, state], {
      env: { ...process.env, PORT: String(port), NODE_OPTIONS: "" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [started.stdout, started.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    return started;
  };
  return {
    url,
    state,
    /** The current process, if there is one. */
    pid: (): number | undefined => child?.pid,
    start: async (): Promise<void> => {
      child = run();
      const deadline = Date.now() + startLimit;
      while (!(await isHealthy(url))) {
        if (child.exitCode !== null || Date.now() > deadline) throw new Error(`The service did not start:\n${output}`);
        await pause(50);
      }
    },
    /** Ends the process and waits until none of its processes is left. SIGKILL leaves it no time to finish. */
    end: async (signal: "SIGKILL" | "SIGTERM"): Promise<void> => {
      const ending = child;
      if (!ending) return;
      child = undefined;
      if (ending.exitCode !== null) throw new Error(`The service ended with ${ending.exitCode}:\n${output}`);
      const ended = new Promise((resolve) => ending.once("exit", resolve));
      ending.kill(signal);
      await ended;
      let left = await remainingProcesses(state);
      for (const deadline = Date.now() + endLimit; left.length > 0 && Date.now() < deadline; )
        left = await remainingProcesses(state);
      if (left.length > 0) throw new Error(`Processes left behind: ${left.join("\n")}`);
    },
    /** Resolves when clients may send requests: not while the service is down, nor while it is inspected. */
    open: (): Promise<void> => gate.promise,
    setOpen: (isOpen: boolean): void => {
      if (isOpen) gate.resolve();
      else gate = Promise.withResolvers<void>();
    },
  };
};

const isHealthy = async (url: string): Promise<boolean> => {
  const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  await response?.text();
  return response?.ok === true;
};

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });

/** A free port whose successor, where storage listens, is free too. */
const freePorts = async (): Promise<number> => {
  for (;;) {
    const port = await freePort();
    if (port < 65_535 && (await isFree(port + 1))) return port;
  }
};
