import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { lambdaConsole } from "./lambda-console.ts";
import type { Answer, Call, Task } from "./protocol.ts";

const { file, exported, functionName, functionArn, memory }: Task = workerData;
const port = parentPort;
if (port === null) throw new Error("This is the inside of a worker");

const log = lambdaConsole((line) => process.stdout.write(line));
const code = file.endsWith(".mjs") ? await import(pathToFileURL(file).href) : createRequire(file)(file);
const handler: unknown = code[exported];
if (typeof handler !== "function") throw new Error(`${file} exports no function ${exported}`);

const describe = (error: unknown): Answer =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, stack: error.stack }
    : { errorType: "Error", errorMessage: String(error) };

const answer = async ({ payload, requestId, deadline }: Call): Promise<Answer> => {
  log.during(requestId);
  try {
    const result = await handler(JSON.parse(payload), {
      functionName,
      invokedFunctionArn: functionArn,
      functionVersion: "$LATEST",
      memoryLimitInMB: String(memory),
      awsRequestId: requestId,
      logGroupName: `/aws/lambda/${functionName}`,
      logStreamName: "local",
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    });
    return { result: JSON.stringify(result ?? null) };
  } catch (error) {
    return describe(error);
  }
};

port.on("message", (call: Call) => void answer(call).then((each) => port.postMessage(each)));
port.postMessage("ready");
