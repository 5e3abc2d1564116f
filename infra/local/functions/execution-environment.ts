import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import { messageOf } from "../errors.ts";

/** Logs one line of a function's output; `isError` for standard error. */
export type LogLine = (line: string, isError: boolean) => void;

/** The data of a new worker. */
export type WorkerData = {
  /** The file of the bundle. */
  file: string;
  /** The name of the handler it exports. */
  exported: string;
  functionName: string;
  functionArn: string;
  /** Megabytes. */
  memory: number;
};

/** The payload is sent as JSON, as in AWS. */
export type Invocation = {
  payload: string;
  requestId: string;
  /** Epoch milliseconds. */
  deadline: number;
  /** The value of `X-Amzn-Trace-Id`. */
  traceHeader: string;
};

export type FunctionError = { errorType: string; errorMessage: string; stack?: string | undefined };
export type WorkerResponse = { result: string } | FunctionError;

export type ExecutionSettings = WorkerData & {
  variables: Readonly<Record<string, string>>;
  /** Timeout of an invocation in seconds. */
  timeout: number;
};

export type InvocationResult = { result: unknown } | { failure: FunctionError } | { timedOut: true };

/** One execution environment: a worker that runs one invocation at a time. */
export type ExecutionEnvironment = Awaited<ReturnType<typeof startExecutionEnvironment>>;

/** The init phase of Lambda is limited to 10 s. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const loadLimit = 10_000;

/** Starts a worker with only the function's variables, as a cold start does. Rejects when the code does not load. */
export const startExecutionEnvironment = async (settings: ExecutionSettings, log: LogLine) => {
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
  let settle: (response: WorkerResponse | "ready" | "timed out") => void = () => undefined;
  const crash = (errorType: string, errorMessage: string) => {
    alive = false;
    settle({ errorType, errorMessage });
  };
  worker.on("message", (response: WorkerResponse | "ready") => settle(response));
  worker.on("error", (error: unknown) => crash("Runtime.Error", messageOf(error)));
  worker.on("exit", (code) => crash("Runtime.ExitError", `The function exited with code ${code}`));

  const exchange = async (milliseconds: number, call?: Invocation) => {
    let timer: NodeJS.Timeout | undefined;
    const response = await new Promise<WorkerResponse | "ready" | "timed out">((resolve) => {
      settle = resolve;
      timer = setTimeout(() => resolve("timed out"), milliseconds);
      if (call) worker.postMessage(call);
    });
    clearTimeout(timer);
    settle = () => undefined;
    if (response === "timed out") {
      alive = false;
      await worker.terminate();
    }
    return response;
  };

  const loaded = await exchange(loadLimit);
  if (loaded !== "ready") {
    await worker.terminate();
    const reason = loaded === "timed out" || "result" in loaded ? `timeout of ${loadLimit} ms` : loaded.errorMessage;
    throw new Error(`${task.functionName} did not load: ${reason}`);
  }
  return {
    async invoke(call: Omit<Invocation, "deadline">): Promise<InvocationResult> {
      const response = await exchange(timeout * 1000, { ...call, deadline: Date.now() + timeout * 1000 });
      if (response === "timed out") return { timedOut: true };
      if (response === "ready") throw new Error(`${task.functionName} loaded twice`);
      return "result" in response ? { result: JSON.parse(response.result) } : { failure: response };
    },
    /** False after a timeout, a crash or the end of the worker; it is not used again then. */
    isAlive: () => alive,
    async stop() {
      alive = false;
      await worker.terminate();
    },
  };
};
