import { Problem } from "../shared/problem.ts";

/** Errors of DynamoDB and its client that a retry may mend: throttling, internal errors, timeouts. */
const transientErrors = new Set([
  "ProvisionedThroughputExceededException",
  "ProvisionedThroughputExceeded",
  "ThrottlingException",
  "ThrottlingError",
  "Throttling",
  "RequestLimitExceeded",
  "TooManyRequestsException",
  "InternalServerError",
  "InternalFailure",
  "ServiceUnavailable",
  "ServiceUnavailableException",
  "RequestTimeout",
  "RequestTimeoutException",
  "TimeoutError",
  "AbortError",
]);

/** Another write of the item, or the same write, is in progress. */
const conflictErrors = new Set([
  "TransactionConflict",
  "TransactionConflictException",
  "TransactionInProgressException",
]);

/** Network errors by their codes. */
const networkErrors = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EAI_AGAIN",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

/** Seconds after which a client may retry. */
const retryAfter = 1;

/** Whether an error or cancellation reason is transient. */
export const isTransient = (name: string | undefined): boolean => name !== undefined && transientErrors.has(name);

/** Whether an error or cancellation reason is a conflict with a concurrent write. */
export const isTransactionConflict = (name: string | undefined): boolean =>
  name !== undefined && conflictErrors.has(name);

/** 503 with `Retry-After`: the table is overloaded or unreachable. */
export const serviceUnavailable = (cause?: unknown) => new Problem("busy", { retryAfter }, cause);

const isRetryable = (error: Error): boolean =>
  isTransient(error.name) ||
  isTransactionConflict(error.name) ||
  ("code" in error && networkErrors.has(String(error.code))) ||
  error.message === "socket hang up";

/** Rethrows an error of the table client, as `busy` where a retry may help. */
export const rethrow = (error: unknown): never => {
  throw error instanceof Error && isRetryable(error) ? serviceUnavailable(error) : error;
};
