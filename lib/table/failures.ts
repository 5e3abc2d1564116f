import { Problem } from "../shared/problem.ts";

/** Names that DynamoDB gives to having too much to do, as errors and as cancellation reasons. */
const throttled = new Set([
  "ProvisionedThroughputExceededException",
  "ProvisionedThroughputExceeded",
  "ThrottlingException",
  "ThrottlingError",
  "RequestLimitExceeded",
  "TooManyRequestsException",
  "InternalServerError",
  "ServiceUnavailable",
  "ServiceUnavailableException",
  "TimeoutError",
]);

/** Seconds after which a busy table is worth another try. */
const retryAfter = 1;

export const isThrottle = (name: string | undefined): boolean => name !== undefined && throttled.has(name);

/** The table has too much to do: 503 with `Retry-After`. */
export const busy = (cause?: unknown) => new Problem("busy", { retryAfter }, cause);

/** Rethrows what the table client threw: as `busy` where trying again helps, else as it is. */
export const failure = (error: unknown): never => {
  throw error instanceof Error && isThrottle(error.name) ? busy(error) : error;
};
