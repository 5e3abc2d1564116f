import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import { messageOf } from "../errors.ts";
import type { LogLine } from "./registry.ts";

/** What a worker is started with. */
export type WorkerData = {
  /** The bundle's file. */
  file: string;
  /** The name of the handler it exports. */
  exported: string;
  functionName: string;
  functionArn: string;
  /** Megabytes. */
  memory: number;
};

/** One invocation. The payload travels as JSON, as it does to a function in AWS. */
export type Invocation = {
  payload: string;
  requestId: string;
  /** Epoch milliseconds. */
  deadline: number;
};

export type FunctionError = { errorType: string; errorMessage: string; stack?: string | undefined };
export type WorkerResponse = { result: string } | FunctionError;

export type FunctionSettings = WorkerData & {
  variables: Readonly<Record<string, string>>;
  /** Seconds an invocation may take. */
  timeout: number;
};

export type InvocationResult = { result: unknown } | { failure: FunctionError } | { timedOut: true };

/** One execution environment: a worker that runs one invocation at a time. */
export type ExecutionEnvironment = {
  invoke(payload: string, requestId: string): Promise<InvocationResult>;
  /** False once it has timed out, crashed or ended; it is never used again then. */
  isAlive(): boolean;
  stop(): Promise<void>;
};

/** Lambda gives a function 10 s to load. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const loadLimit = 10_000;

/** Starts a worker with the function's variables and no others, as a cold start does. Rejects when the code does not load. */
export const startExecutionEnvironment = async (
  settings: FunctionSettings,
  log: LogLine,
): Promise<ExecutionEnvironment> => {
  const { variables, timeout, ...task } = settings;
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    name: task.functionName,
    workerData: task,
    env: variables,
    execArgv: ["--disable-warning=ExperimentalWarning"],
    resourceLimits: { maxOldGenerationSizeMb: task.memory },
    stdout: true,
    stderr: true,
  });
  for (const stream of [worker.stdout, worker.stderr])
    createInterface(stream).on("line", (line) => log(line, stream === worker.stderr));

  let alive = true;
  let settle: (answer: WorkerResponse | "ready" | "timed out") => void = () => undefined;
  const crash = (errorType: string, errorMessage: string) => {
    alive = false;
    settle({ errorType, errorMessage });
  };
  worker.on("message", (answer: WorkerResponse | "ready") => settle(answer));
  worker.on("error", (error: unknown) => crash("Runtime.Error", messageOf(error)));
  worker.on("exit", (code) => crash("Runtime.ExitError", `The function ended its own process with code ${code}`));

  const exchange = async (milliseconds: number, call?: Invocation) => {
    let timer: NodeJS.Timeout | undefined;
    const answer = await new Promise<WorkerResponse | "ready" | "timed out">((resolve) => {
      settle = resolve;
      timer = setTimeout(() => resolve("timed out"), milliseconds);
      if (call) worker.postMessage(call);
    });
    clearTimeout(timer);
    settle = () => undefined;
    if (answer === "timed out") {
      alive = false;
      await worker.terminate();
    }
    return answer;
  };

  const loaded = await exchange(loadLimit);
  if (loaded !== "ready") {
    await worker.terminate();
    const why = loaded === "timed out" || "result" in loaded ? `not within ${loadLimit} ms` : loaded.errorMessage;
    throw new Error(`${task.functionName} did not load: ${why}`);
  }
  return {
    async invoke(payload, requestId) {
      const answer = await exchange(timeout * 1000, { payload, requestId, deadline: Date.now() + timeout * 1000 });
      if (answer === "timed out") return { timedOut: true };
      if (answer === "ready") throw new Error(`${task.functionName} loaded twice`);
      return "result" in answer ? { result: JSON.parse(answer.result) } : { failure: answer };
    },
    isAlive: () => alive,
    async stop() {
      alive = false;
      await worker.terminate();
    },
  };
};
