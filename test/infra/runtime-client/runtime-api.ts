import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { basename, dirname, extname, join } from "node:path";
import { text } from "node:stream/consumers";
import type { ExecutionSettings } from "../../../infra/local/functions/execution-environment.ts";
import { listen } from "../../../infra/local/listen.ts";

/** AWS's runtime interface client, where it is installed. */
export const runtimeClient = join(import.meta.dirname, "node_modules/aws-lambda-ric");

const api = "/2018-06-01/runtime";

/**
 * Runs a bundle under AWS's runtime client, in a process of its own. Resolves to its response to one event and to the lines that it
 * printed. Rejects for an error of the function or of its start, and where the process ends first.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export const invokeUnderRuntimeClient = async (
  settings: ExecutionSettings,
  event: object,
): Promise<{ response: unknown; lines: string[] }> => {
  const { promise: answer, resolve, reject } = Promise.withResolvers<unknown>();
  let isInvoked = false;
  const server = createServer(async (request, response) => {
    if (request.url === `${api}/invocation/next`) {
      // As in Lambda, the request for another event waits.
      if (isInvoked) return;
      isInvoked = true;
      const headers = {
        "content-type": "application/json",
        "lambda-runtime-aws-request-id": "1",
        "lambda-runtime-deadline-ms": String(Date.now() + settings.timeout * 1_000),
        "lambda-runtime-invoked-function-arn": settings.functionArn,
      };
      response.writeHead(200, headers).end(JSON.stringify(event));
      return;
    }
    const body = await text(request);
    if (request.url === `${api}/invocation/1/response`) resolve(JSON.parse(body));
    else reject(new Error(`${settings.functionName}: ${request.url} ${body}`));
    response.writeHead(202).end("{}");
  });
  const { port, close } = await listen(server, 0, "127.0.0.1");
  const folder = dirname(settings.file);
  const handler = `${basename(settings.file, extname(settings.file))}.${settings.exported}`;
  const output: string[] = [];
  const client = spawn(process.execPath, [join(runtimeClient, "index.mjs"), handler], {
    cwd: folder,
    env: {
      ...settings.variables,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: handler,
    },
  });
  for (const stream of [client.stdout, client.stderr]) stream.on("data", (chunk) => output.push(String(chunk)));
  const ended = once(client, "exit");
  ended.then(
    ([code]) => reject(new Error(`${settings.functionName} ended with code ${code}: ${output.join("")}`)),
    reject,
  );
  try {
    const response = await answer;
    return { response, lines: output.join("").split("\n") };
  } finally {
    client.kill("SIGKILL");
    await ended;
    server.closeAllConnections();
    await close();
  }
};
