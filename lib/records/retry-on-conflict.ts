import { Problem } from "../shared/problem.ts";

/** Attempts of a use case that conflicts with concurrent writes; each reads again. */
const attemptsMaximum = 8;

/** Whether a concurrent write changed what a use case read. */
export const isWriteConflict = ({ code }: Problem): boolean => code === "write-conflict";

/**
 * Retries a use case that failed only because of a concurrent write; its caller named no version. A problem with a cause, the
 * stored response of an earlier request, is not retried.
 * @param isConflict whether a problem means a concurrent write
 */
export const retryOnConflict = async <T>(
  isConflict: (problem: Problem) => boolean,
  run: () => Promise<T>,
): Promise<T> => {
  for (let attempts = 1; ; attempts++) {
    try {
      return await run();
    } catch (error) {
      const worthIt = error instanceof Problem && error.cause === undefined && isConflict(error);
      if (!worthIt || attempts === attemptsMaximum) throw error;
    }
  }
};
