import type { Caller } from "../permissions/caller.ts";
import type { EnvironmentSettings } from "./environment.ts";
import { createFunction, type LocalFunction, type PooledFunction } from "./function-pool.ts";
import type { LogLine } from "./log-file.ts";

export type FunctionRegistry = {
  add(settings: EnvironmentSettings & { caller: Caller }): void;
  /** By name or ARN; throws where there is none. */
  find(nameOrArn: string): LocalFunction;
  /** Who it is to AWS's services, by name or ARN; throws where there is none. */
  callerOf(nameOrArn: string): Caller;
  /** Lets a function run so many invocations at a time; throws where there is none. */
  widen(nameOrArn: string, most: number): void;
  close(): Promise<void>;
};

/** The functions of the stack. `variables` are those that Lambda itself sets and that lead to the engines. */
export function createRegistry(
  variables: Readonly<Record<string, string>>,
  logOf: (functionName: string) => LogLine,
): FunctionRegistry {
  const functions = new Map<string, PooledFunction & { caller: Caller }>();
  const find = (nameOrArn: string) => {
    const found = functions.get(nameOrArn);
    if (found === undefined) throw new Error(`There is no function ${nameOrArn}`);
    return found;
  };
  return {
    add({ caller, ...settings }) {
      const { functionName, memory } = settings;
      const own = { AWS_LAMBDA_FUNCTION_NAME: functionName, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory) };
      const all = { ...variables, ...own, ...settings.variables };
      const made = { ...createFunction({ ...settings, variables: all }, logOf(functionName)), caller };
      functions.set(made.name, made).set(made.arn, made);
    },
    find,
    callerOf: (nameOrArn) => find(nameOrArn).caller,
    widen: (nameOrArn, most) => find(nameOrArn).widen(most),
    async close() {
      await Promise.all([...new Set(functions.values())].map((each) => each.close()));
    },
  };
}
