import { Problem } from "../shared/problem.ts";

/** Names that DynamoDB and its client give to what passes: having too much to do, meeting another write, no answer in time. */
const passing = new Set([
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

/** Another write has the item, or the same write is still under way. */
const met = new Set(["TransactionConflict", "TransactionConflictException", "TransactionInProgressException"]);

/** Codes of a network that did not carry a call, or not its answer. */
const unreachable = new Set([
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

/** Seconds after which a busy table is worth another try. */
const retryAfter = 1;

/** Whether a name, of an error or of a cancellation reason, is that of having too much to do. */
export const isTransient = (name: string | undefined): boolean => name !== undefined && passing.has(name);

/** Whether a name says that another write was in the way, which is over in a moment. */
export const isTransactionConflict = (name: string | undefined): boolean => name !== undefined && met.has(name);

/** The table has too much to do, or cannot be reached: 503 with `Retry-After`. */
export const serviceUnavailable = (cause?: unknown) => new Problem("busy", { retryAfter }, cause);

const passes = (error: Error): boolean =>
  isTransient(error.name) ||
  isTransactionConflict(error.name) ||
  ("code" in error && unreachable.has(String(error.code))) ||
  error.message === "socket hang up";

/** Rethrows what the table client threw: as `busy` where trying again helps, else as it is. */
export const rethrow = (error: unknown): never => {
  throw error instanceof Error && passes(error) ? serviceUnavailable(error) : error;
};
