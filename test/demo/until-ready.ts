import { setTimeout as wait } from "node:timers/promises";

/** Milliseconds to wait for a service that is starting: its first start on a busy machine takes half a minute. */
const startLimit = 120_000;
/** Milliseconds to wait where nothing listens: it may be about to start. */
const absentLimit = 20_000;
const pause = 250;

type Waiting = { startLimit: number; absentLimit: number };

/**
 * Waits until a service is ready. While it starts, it returns 503.
 * @throws Error when nothing listens for 20 seconds, or it is not ready after two minutes
 */
export const untilReady = async (
  base: string,
  log: (line: string) => void,
  limits: Waiting = { startLimit, absentLimit },
): Promise<void> => {
  const begun = Date.now();
  let isWaiting = false;
  for (;;) {
    const status = await fetch(`${base}/health`).then(
      (response) => response.status,
      () => undefined,
    );
    if (status !== undefined && status !== 503) return;
    const waited = Date.now() - begun;
    if (status === undefined && waited > limits.absentLimit)
      throw new Error(
        "no service answers there. Start one with npm start, or set PORT or DANGBO_URL to that of a running one",
      );
    if (waited > limits.startLimit) throw new Error("the service is not ready after two minutes");
    if (!isWaiting) log(`Waiting for the service at ${base} …`);
    isWaiting = true;
    await wait(pause);
  }
};
