import { randomUUID } from "node:crypto";
import { messageOf } from "../errors.ts";
import {
  type ExecutionEnvironment,
  type ExecutionSettings,
  type InvocationResult,
  type LogLine,
  startExecutionEnvironment,
} from "./execution-environment.ts";
import { createLimiter } from "./limiter.ts";
import { type Lineage, traceHeaderOf } from "./lineage.ts";

export type LocalFunction = {
  name: string;
  arn: string;
  /** Whether it is invoked again however often it was in the same chain of messages. */
  allowsRecursion: boolean;
  /** Waits for a free environment. Rejects only when the service stops; the event is then not handled. */
  invoke(event: unknown, causes?: readonly (Lineage | undefined)[]): Promise<InvocationResult>;
  close(): Promise<void>;
};

/** A function with its pool of execution environments. */
export type PooledFunction = LocalFunction & {
  /** Never lowers the concurrency. */
  raiseConcurrency(concurrency: number): void;
};

/** Bytes of an event or a response. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const payloadLimit = 6 * 1024 * 1024;

const stoppingMessage = "The service is stopping";

export type PoolSettings = ExecutionSettings & Pick<LocalFunction, "allowsRecursion">;

/** Creates a function whose environments are started on demand, up to `concurrency`, and reused. */
export const createFunction = (settings: PoolSettings, log: LogLine, concurrency = 4): PooledFunction => {
  const { allowsRecursion, ...executionSettings } = settings;
  const all = new Set<ExecutionEnvironment>();
  const idle: ExecutionEnvironment[] = [];
  const limiter = createLimiter(concurrency);
  let closed = false;

  const logFailure = (invoked: InvocationResult, requestId: string): InvocationResult => {
    if (!("result" in invoked)) log(JSON.stringify({ level: "ERROR", requestId, ...invoked }), true);
    return invoked;
  };
  const run = async (payload: string, traceHeader: string): Promise<InvocationResult> => {
    if (closed) throw new Error(stoppingMessage);
    const requestId = randomUUID();
    // Code that does not load fails the invocation, like any other error of the function.
    const environment = idle.pop() ?? (await startExecutionEnvironment(executionSettings, log).catch(toFailure));
    if ("failure" in environment) return logFailure(environment, requestId);
    all.add(environment);
    const invoked = await environment.invoke({ payload, requestId, traceHeader });
    if (environment.isAlive()) idle.push(environment);
    else all.delete(environment);
    if (closed && !("result" in invoked)) throw new Error(stoppingMessage);
    if ("result" in invoked && Buffer.byteLength(JSON.stringify(invoked.result)) > payloadLimit) {
      const failure = { errorType: "Function.ResponseSizeTooLarge", errorMessage: "Over 6 MB" };
      return logFailure({ failure }, requestId);
    }
    return logFailure(invoked, requestId);
  };

  return {
    name: settings.functionName,
    arn: settings.functionArn,
    allowsRecursion,
    raiseConcurrency: limiter.raiseLimit,
    invoke: (event, causes = []) =>
      limiter.run(() => run(JSON.stringify(event), traceHeaderOf(settings.functionArn, causes))),
    close: async () => {
      closed = true;
      await Promise.all([...all].map((environment) => environment.stop()));
    },
  };
};

const toFailure = (error: unknown): { failure: { errorType: string; errorMessage: string } } => ({
  failure: { errorType: "Runtime.InitError", errorMessage: messageOf(error) },
});
