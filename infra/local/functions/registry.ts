import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { explain } from "../errors.ts";
import { privateFolder } from "../files.ts";
import type { IamCaller } from "../permissions/caller.ts";
import type { LogLine } from "./execution-environment.ts";
import { createFunction, type LocalFunction, type PooledFunction, type PoolSettings } from "./function-pool.ts";

/**
 * The variables that Lambda sets, and the endpoints of the local services for the SDK.
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

/** The access key with which a function signs its calls; it has the permissions of the function's role. */
export const keyVariables = ({ accessKeyId, secretAccessKey }: { accessKeyId: string; secretAccessKey: string }) => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
});

/** Bytes after which a log is rotated to `<name>.log.1` at the next start. */
const sizeLimit = 10_000_000;

/**
 * Opens the log file of a function; errors are also passed to `onError`. Lines that cannot be written, for example on a full disk, are
 * counted, and the number is written once the file can be written again.
 */
export const openFunctionLog = (folder: string, name: string, onError: (line: string) => void): LogLine => {
  mkdirSync(folder, { recursive: true, mode: privateFolder });
  const file = join(folder, `${name}.log`);
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > sizeLimit) renameSync(file, `${file}.1`);
  let lost = 0;
  const write = (line: string) => {
    try {
      appendFileSync(file, lost === 0 ? `${line}\n` : `${lost} lines are missing here\n${line}\n`);
      lost = 0;
    } catch (error) {
      lost += 1;
      if (lost === 1) onError(`${file} cannot be written: ${explain(error)}`);
    }
  };
  return (line, isError) => {
    write(line);
    if (isError || /"level":"(ERROR|FATAL|CRITICAL)"/.test(line)) onError(`${name}: ${line}`);
  };
};

export type FunctionRegistry = ReturnType<typeof createFunctionRegistry>;

/** The functions of the stack. `variables` are added to those of the template. */
export const createFunctionRegistry = (
  variables: Readonly<Record<string, string>>,
  logOf: (functionName: string) => LogLine,
) => {
  const functions = new Map<string, PooledFunction & { caller: IamCaller; settings: PoolSettings }>();
  const find = (nameOrArn: string) => {
    const found = functions.get(nameOrArn);
    if (found === undefined) throw new Error(`There is no function ${nameOrArn}`);
    return found;
  };
  return {
    add({ caller, ...settings }: PoolSettings & { caller: IamCaller }): void {
      const { functionName, memory } = settings;
      const own = {
        AWS_LAMBDA_FUNCTION_NAME: functionName,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
        AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
        AWS_LAMBDA_LOG_STREAM_NAME: "local",
      };
      const complete = { ...settings, variables: { ...variables, ...own, ...settings.variables } };
      const registered = { ...createFunction(complete, logOf(functionName)), caller, settings: complete };
      functions.set(registered.name, registered).set(registered.arn, registered);
    },
    /** By name or ARN; throws for an unknown function. */
    find: (nameOrArn: string): LocalFunction => find(nameOrArn),
    /** The caller with the permissions of the function, by name or ARN. */
    callerOf: (nameOrArn: string) => find(nameOrArn).caller,
    /** The settings of every function. */
    settings: () => [...new Set(functions.values())].map(({ settings }) => settings),
    /** Raises the number of concurrent invocations of a function. */
    raiseConcurrency: (nameOrArn: string, concurrency: number) => find(nameOrArn).raiseConcurrency(concurrency),
    async close() {
      await Promise.all([...new Set(functions.values())].map((each) => each.close()));
    },
  };
};
