import { type Minute, operationKinds, percentile } from "./measures.ts";

/** Measures of one minute. */
export type Measured = {
  minute: Minute;
  /** Milliseconds of lag of each change in the feed. */
  lags: readonly number[];
  memory: { own: number; children: number };
  stateMegabytes: number;
};

/** Statuses that ask for a retry, and those that must not occur. */
const troubles = ({ statuses }: Minute): string => {
  const busy = (statuses.get(429) ?? 0) + (statuses.get(503) ?? 0);
  const broken = [...statuses].filter(([status]) => status === 0 || (status >= 500 && status !== 503));
  return `busy ${busy}, broken ${broken.map(([status, count]) => `${status}×${count}`).join(" ") || "0"}`;
};

/** The line of a minute. */
export const lineOf = ({ minute, lags, memory, stateMegabytes }: Measured, number: number): string => {
  const times = operationKinds.map((kind) => {
    const own = minute.times.get(kind) ?? [];
    return `${kind} ${percentile(own, 50).toFixed(0)}/${percentile(own, 99).toFixed(0)}`;
  });
  const lag = `feed lag p50 ${percentile(lags, 50)} ms, p99 ${percentile(lags, 99)} ms`;
  const sizes = `memory ${memory.own.toFixed(0)} MB and ${memory.children.toFixed(0)} MB of the engine, state ${stateMegabytes.toFixed(1)} MB`;
  return `minute ${number}: ${minute.calls} calls, ${troubles(minute)}; p50/p99 in ms ${times.join(", ")}; ${lag}; ${sizes}`;
};
