import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { format } from "node:util";
import { parentPort, workerData } from "node:worker_threads";
import type { Invocation, WorkerData, WorkerResponse } from "./execution-environment.ts";

const levels = { trace: "TRACE", debug: "DEBUG", log: "INFO", info: "INFO", warn: "WARN", error: "ERROR" } as const;

/**
 * Makes `console` write lines as in Lambda's JSON log format, with time, level and request id.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export const lambdaConsole = (write: (line: string) => void) => {
  let requestId = "";
  for (const [method, level] of Object.entries(levels)) {
    Object.assign(console, {
      [method]: (...parts: unknown[]) => {
        const [only] = parts;
        const message = parts.length === 1 && isRecord(only) ? only : format(...parts);
        const line = { timestamp: new Date().toISOString(), level, requestId, message };
        write(`${JSON.stringify(line)}\n`);
      },
    });
  }
  return {
    setRequestId(id: string) {
      requestId = id;
    },
  };
};

const isRecord = (value: unknown) => typeof value === "object" && value !== null && !(value instanceof Error);

const { file, exported, functionName, functionArn, memory }: WorkerData = workerData;
const port = parentPort;
if (port === null) throw new Error("This module runs in a worker thread only");

const log = lambdaConsole((line) => process.stdout.write(line));
const code = file.endsWith(".mjs") ? await import(pathToFileURL(file).href) : createRequire(file)(file);
const handler: unknown = code[exported];
if (typeof handler !== "function") throw new Error(`${file} exports no function ${exported}`);

const describe = (error: unknown): WorkerResponse =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, stack: error.stack }
    : { errorType: "Error", errorMessage: String(error) };

const handle = async ({ payload, requestId, deadline, traceHeader }: Invocation): Promise<WorkerResponse> => {
  log.setRequestId(requestId);
  // As the runtime client of Lambda does; the SDK passes it on.
  process.env._X_AMZN_TRACE_ID = traceHeader;
  try {
    const result = await handler(JSON.parse(payload), {
      functionName,
      invokedFunctionArn: functionArn,
      functionVersion: "$LATEST",
      memoryLimitInMB: String(memory),
      awsRequestId: requestId,
      logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    });
    return { result: JSON.stringify(result ?? null) };
  } catch (error) {
    return describe(error);
  }
};

port.on("message", (call: Invocation) => void handle(call).then((response) => port.postMessage(response)));
port.postMessage("ready");
