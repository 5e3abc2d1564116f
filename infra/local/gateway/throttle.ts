import type { Throttle } from "./registry.ts";

/** Takes one request into account and says whether it is one too many. `now` is in milliseconds. */
export type Throttled = (now: number) => boolean;

/** A token bucket as API Gateway keeps it: `rate` tokens a second flow in, at most `burst` are there. */
export function createThrottle(settings: Throttle | undefined): Throttled {
  if (settings === undefined) return () => false;
  const { rate, burst } = settings;
  let tokens = burst;
  let last = 0;
  return (now) => {
    tokens = Math.min(burst, tokens + (Math.max(0, now - last) / 1000) * rate);
    last = now;
    if (tokens < 1) return true;
    tokens -= 1;
    return false;
  };
}
