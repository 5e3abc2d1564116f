import type { ApiEvent } from "./event.ts";

/** Logs one JSON line for each request: its route, but no path, query or body. Lambda logs time and duration itself. */
export const logRequest = (event: ApiEvent, status: number): void => {
  const { requestId } = event.requestContext;
  console.info(JSON.stringify({ message: "request", requestId, route: event.routeKey, status }));
};

/** Logs an unexpected error: class and stack, but no message, which may quote a record. */
export const logFailure = (event: ApiEvent, error: unknown): void => {
  const { requestId } = event.requestContext;
  console.error(JSON.stringify({ message: "failure", requestId, route: event.routeKey, errors: errorChain(error) }));
};

/** Logs the error of a stream record or queue message that will be retried. */
export const logRecordFailure = (recordId: string, error: unknown): void => {
  console.error(JSON.stringify({ message: "record failed", recordId, errors: errorChain(error) }));
};

const errorChain = (error: unknown): object[] => {
  if (!(error instanceof Error)) return [];
  const frames = (error.stack ?? "").split("\n").filter((line) => line.trimStart().startsWith("at "));
  return [{ name: error.name, stack: frames.slice(0, 8).map((line) => line.trim()) }, ...errorChain(error.cause)];
};
