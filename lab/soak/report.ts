import { type Minute, operationKinds, percentile } from "./measures.ts";

/** What one minute was. */
export type Measured = {
  minute: Minute;
  lags: readonly number[];
  memory: { own: number; started: number };
  stateMegabytes: number;
};

const ratio = (value: number, first: number) => (first > 0 ? (value / first).toFixed(2) : "-");

/** Statuses that say trouble: those that ask to come again apart from those that must not be. */
const troubles = ({ statuses }: Minute): string => {
  const busy = (statuses.get(429) ?? 0) + (statuses.get(503) ?? 0);
  const broken = [...statuses].filter(([status]) => status === 0 || (status >= 500 && status !== 503));
  return `busy ${busy}, broken ${broken.map(([status, count]) => `${status}×${count}`).join(" ") || "0"}`;
};

/** A line of a minute; times as multiples of those of the first minute, since machines differ. */
export const lineOf = (measured: Measured, first: Measured, number: number): string => {
  const { minute, lags, memory, stateMegabytes } = measured;
  const times = operationKinds.map((kind) => {
    const [own = [], base = []] = [minute.times.get(kind), first.minute.times.get(kind)];
    const at = (percent: number) => ratio(percentile(own, percent), percentile(base, percent));
    return `${kind} ${at(50)}/${at(99)}`;
  });
  const lag = `feed lag p50 ${percentile(lags, 50)} ms, p99 ${percentile(lags, 99)} ms`;
  const inMemory = `${memory.own.toFixed(0)} MB in memory and its engine ${memory.started.toFixed(0)} MB`;
  const sizes = `${inMemory}, ${stateMegabytes.toFixed(1)} MB of state`;
  return `minute ${number}: ${minute.calls} calls, ${troubles(minute)}; p50/p99 ${times.join(", ")}; ${lag}; ${sizes}`;
};

/** The times that the others are multiples of. */
export const baseLine = ({ minute }: Measured): string => {
  const times = operationKinds.map((kind) => {
    const own = minute.times.get(kind) ?? [];
    return `${kind} ${percentile(own, 50).toFixed(0)}/${percentile(own, 99).toFixed(0)} ms`;
  });
  return `p50/p99 of the first minute: ${times.join(", ")}`;
};
