import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { leftBehind } from "../../../test/support/process.ts";
import { freePorts } from "./ports.ts";

/** The service as a process that can be killed and started again, at the same address on the same state. */
export type Site = {
  url: string;
  state: string;
  /** The process of now; undefined while there is none. */
  pid(): number | undefined;
  start(): Promise<void>;
  /** Ends it by a signal; for SIGKILL nothing of it is finished. Resolves when no process of it is left. */
  end(signal: "SIGKILL" | "SIGTERM"): Promise<void>;
  /** Resolves when it may be called: not while it is down, nor while it is being looked at. */
  open(): Promise<void>;
  setOpen(isOpen: boolean): void;
  /** All that its processes have printed. */
  output(): string;
};

/** Milliseconds a start may take on a busy machine. */
const retryRuntime = 120_000;
const script = fileURLToPath(new URL("run-service.ts", import.meta.url));

export const createSite = async (state: string): Promise<Site> => {
  const port = await freePorts();
  const url = `http://localhost:${port}`;
  let child: ReturnType<typeof run> | undefined;
  let output = "";
  let gate = closedGate();
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
    pid: () => child?.pid,
    start: async () => {
      child = run();
      const deadline = Date.now() + retryRuntime;
      while (!(await answers(url))) {
        if (child.exitCode !== null || Date.now() > deadline) throw new Error(`The service did not start:\n${output}`);
        await pause(50);
      }
    },
    end: async (signal) => {
      const ending = child;
      if (!ending) return;
      child = undefined;
      const ended = new Promise((resolve) => ending.once("exit", resolve));
      ending.kill(signal);
      await ended;
      const left = await leftBehind(state);
      if (left.length > 0) throw new Error(`Left behind: ${left.join("\n")}`);
    },
    open: () => gate.opened,
    setOpen: (isOpen) => {
      if (isOpen) gate.open();
      else gate = closedGate();
    },
    output: () => output,
  };
};

const closedGate = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
};

const answers = async (url: string): Promise<boolean> => {
  const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  await answer?.text();
  return answer?.ok === true;
};
