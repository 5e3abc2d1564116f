import type { ApiEvent } from "./event.ts";

/**
 * One JSON line a request: its route, not its path; no query, no body, no name. Lambda's own JSON format adds the time,
 * and its report the duration.
 */
export const logRequest = (event: ApiEvent, status: number): void => {
  const { requestId } = event.requestContext;
  console.info(JSON.stringify({ message: "request", requestId, route: event.routeKey, status }));
};

/** What we did not foresee: kinds and places, never messages, which may quote a record. */
export const logFailure = (event: ApiEvent, error: unknown): void => {
  const { requestId } = event.requestContext;
  console.error(JSON.stringify({ message: "failure", requestId, route: event.routeKey, errors: kindsOf(error) }));
};

/** The same of a record of a stream or queue that will be tried again. */
export const logRecordFailure = (recordId: string, error: unknown): void => {
  console.error(JSON.stringify({ message: "record failed", recordId, errors: kindsOf(error) }));
};

const kindsOf = (error: unknown): object[] => {
  if (!(error instanceof Error)) return [];
  const frames = (error.stack ?? "").split("\n").filter((line) => line.trimStart().startsWith("at "));
  return [{ name: error.name, stack: frames.slice(0, 8).map((line) => line.trim()) }, ...kindsOf(error.cause)];
};
