import type { ApiEvent } from "./event.ts";

/**
 * Every line is one object, which Lambda writes as fields of `message` in its JSON log format.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */

/** Logs each request: its route, but no path, query or body. Lambda logs time and duration itself. */
export const logRequest = (event: ApiEvent, status: number): void => {
  const { requestId } = event.requestContext;
  console.info({ event: "request", requestId, route: event.routeKey, status });
};

/** Logs an unexpected error: class and stack, but no message, which may quote a record. */
export const logFailure = (event: ApiEvent, error: unknown): void => {
  const { requestId } = event.requestContext;
  console.error({ event: "failure", requestId, route: event.routeKey, errors: errorChain(error) });
};

/** Logs the error of a stream record or queue message that will be retried. */
export const logRecordFailure = (recordId: string, error: unknown): void => {
  console.error({ event: "record failed", recordId, errors: errorChain(error) });
};

/** Logs a deletion without a request. `what` consists of ids and generated keys, never of names. */
export const logDeletion = (what: Readonly<Record<string, string>>): void => {
  console.info({ event: "deleted", ...what });
};

const errorChain = (error: unknown): object[] => {
  if (!(error instanceof Error)) return [];
  const frames = (error.stack ?? "").split("\n").filter((line) => line.trimStart().startsWith("at "));
  return [{ name: error.name, stack: frames.slice(0, 8).map((line) => line.trim()) }, ...errorChain(error.cause)];
};
