import { format } from "node:util";

const levels = { trace: "TRACE", debug: "DEBUG", log: "INFO", info: "INFO", warn: "WARN", error: "ERROR" } as const;

/**
 * Makes `console` write what Lambda's does under the JSON log format: a line of JSON with time, level and request.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export function lambdaConsole(write: (line: string) => void) {
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
    during(id: string) {
      requestId = id;
    },
  };
}

const isRecord = (value: unknown) => typeof value === "object" && value !== null && !(value instanceof Error);
