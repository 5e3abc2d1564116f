import { randomUUID } from "node:crypto";
import { messageOf } from "../errors.ts";
import {
  type ExecutionEnvironment,
  type FunctionSettings,
  type InvocationResult,
  startExecutionEnvironment,
} from "./execution-environment.ts";
import { createLimiter } from "./limiter.ts";
import type { LogLine } from "./registry.ts";

export type LocalFunction = {
  name: string;
  arn: string;
  /** Waits while all its environments are busy. Rejects only when the service stops: the event is then not dealt with. */
  invoke(event: unknown): Promise<InvocationResult>;
  close(): Promise<void>;
};

/** A function whose environments are started here. */
export type PooledFunction = LocalFunction & {
  /** Lets it have so many environments, where that is more than it has. */
  raiseConcurrency(most: number): void;
};

/** Bytes of an event or an answer. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const payloadLimit = 6 * 1024 * 1024;

const stopping = "The service is stopping";

/** A function on this machine: environments are started as invocations need them, up to `most`, and used again. */
export const createFunction = (settings: FunctionSettings, log: LogLine, most = 4): PooledFunction => {
  const all = new Set<ExecutionEnvironment>();
  const idle: ExecutionEnvironment[] = [];
  const turns = createLimiter(most);
  let closed = false;

  const run = async (payload: string): Promise<InvocationResult> => {
    if (closed) throw new Error(stopping);
    const requestId = randomUUID();
    // Loaded by nobody's fault but the function's own: an answer like any other failure of it.
    const environment = idle.pop() ?? (await startExecutionEnvironment(settings, log).catch(toFailure));
    if ("failure" in environment) return told(environment, requestId);
    all.add(environment);
    const outcome = await environment.invoke(payload, requestId);
    if (environment.isAlive()) idle.push(environment);
    else all.delete(environment);
    if (closed && !("result" in outcome)) throw new Error(stopping);
    if ("result" in outcome && Buffer.byteLength(JSON.stringify(outcome.result)) > payloadLimit)
      return told({ failure: { errorType: "Function.ResponseSizeTooLarge", errorMessage: "Over 6 MB" } }, requestId);
    return told(outcome, requestId);
  };
  const told = (outcome: InvocationResult, requestId: string): InvocationResult => {
    if (!("result" in outcome)) log(JSON.stringify({ level: "ERROR", requestId, ...outcome }), true);
    return outcome;
  };

  return {
    name: settings.functionName,
    arn: settings.functionArn,
    raiseConcurrency: turns.widen,
    invoke: (event) => turns.take(() => run(JSON.stringify(event))),
    close: async () => {
      closed = true;
      await Promise.all([...all].map((environment) => environment.stop()));
    },
  };
};

const toFailure = (error: unknown): { failure: { errorType: string; errorMessage: string } } => ({
  failure: { errorType: "Runtime.InitError", errorMessage: messageOf(error) },
});
