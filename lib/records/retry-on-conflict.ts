import { Problem } from "../shared/problem.ts";

/** Tries of a write that others overtake; each reads anew what it writes on. */
const triesMaximum = 8;

/**
 * Runs a use case again when it was refused only because another write was faster, so that its caller, who named no
 * version, need not. An earlier outcome found on the way (a refusal with a cause) is no such refusal.
 * @param overtaken whether a refusal means this
 */
export const retryOnConflict = async <T>(
  overtaken: (refusal: Problem) => boolean,
  run: () => Promise<T>,
): Promise<T> => {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (error) {
      const worthIt = error instanceof Problem && error.cause === undefined && overtaken(error);
      if (!worthIt || tries === triesMaximum) throw error;
    }
  }
};
