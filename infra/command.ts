import { messageOf } from "./local/errors.ts";

/** State folder of the service on this machine. */
export const state = process.env.DANGBO_STATE ?? ".local";

/** Runs an operator's command. Prints an error without its stack and exits with 1. */
export const runCommand = async (run: () => void | Promise<void>): Promise<void> => {
  try {
    await run();
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 1;
  }
};

/** Starts a stopwatch that returns seconds as text. */
export const startStopwatch = () => {
  const startedAt = performance.now();
  return () => `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
};
