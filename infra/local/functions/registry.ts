import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { privateFolder } from "../files.ts";
import type { Caller } from "../permissions/caller.ts";
import type { FunctionSettings } from "./execution-environment.ts";
import { createFunction, type LocalFunction, type PooledFunction } from "./function-pool.ts";

/**
 * The variables Lambda itself sets, as far as code may rest on them, and the ones that lead the SDK to the engines.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export const lambdaVariables = (
  region: string,
  endpoints: { dynamodb: string; s3: string; kms: string; sqs: string; eventbridge: string },
): Record<string, string> => ({
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
  AWS_LAMBDA_LOG_FORMAT: "JSON",
  AWS_LAMBDA_LOG_LEVEL: "INFO",
  LANG: "en_US.UTF-8",
  TZ: ":UTC",
  AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
  AWS_ENDPOINT_URL_S3: endpoints.s3,
  AWS_ENDPOINT_URL_KMS: endpoints.kms,
  AWS_ENDPOINT_URL_SQS: endpoints.sqs,
  AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.eventbridge,
});

/** The key that a function signs its calls with: what it may do is what its role allows. */
export const keyVariables = ({ accessKeyId, secretAccessKey }: { accessKeyId: string; secretAccessKey: string }) => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
});

/** Takes one line of what a function printed; `isError` where it came on standard error. */
export type LogLine = (line: string, isError: boolean) => void;

/** Bytes after which a log becomes `<name>.log.1` at the next start. */
const sizeLimit = 10_000_000;

/** Writes a function's log to a file, and its errors also to the terminal. */
export const openFunctionLog = (folder: string, name: string, complain: (line: string) => void): LogLine => {
  mkdirSync(folder, { recursive: true, mode: privateFolder });
  const file = join(folder, `${name}.log`);
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > sizeLimit) renameSync(file, `${file}.1`);
  return (line, isError) => {
    appendFileSync(file, `${line}\n`);
    if (isError || /"level":"(ERROR|FATAL|CRITICAL)"/.test(line)) complain(`${name}: ${line}`);
  };
};

export type FunctionRegistry = {
  add(settings: FunctionSettings & { caller: Caller }): void;
  /** By name or ARN; throws where there is none. */
  find(nameOrArn: string): LocalFunction;
  /** Who it is to AWS's services, by name or ARN; throws where there is none. */
  callerOf(nameOrArn: string): Caller;
  /** Lets a function run so many invocations at a time; throws where there is none. */
  raiseConcurrency(nameOrArn: string, most: number): void;
  close(): Promise<void>;
};

/** The functions of the stack. `variables` are those that Lambda itself sets and that lead to the engines. */
export const createFunctionRegistry = (
  variables: Readonly<Record<string, string>>,
  logOf: (functionName: string) => LogLine,
): FunctionRegistry => {
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
    raiseConcurrency: (nameOrArn, most) => find(nameOrArn).raiseConcurrency(most),
    async close() {
      await Promise.all([...new Set(functions.values())].map((each) => each.close()));
    },
  };
};
