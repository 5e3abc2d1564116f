import { existsSync, mkdirSync, readFileSync, renameSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { appendPrivately, privateFolder } from "../files.ts";
import { createLimiter } from "../functions/limiter.ts";

export type Bus = ReturnType<typeof openBus>;
export type BusFolder = ReturnType<typeof openBuses>;

/** Bytes after which a file becomes `<name>.ndjson.1` at the next start. */
const sizeLimit = 10_000_000;

/** Event buses as files, to read or `tail -f`; the local stack has no rules and targets. */
export const openBuses = (folder: string, arnPrefix: string) => {
  const buses = new Map<string, Bus>();
  return {
    /** Opens the file of the bus and returns its ARN. */
    create(name: string): string {
      mkdirSync(folder, { recursive: true, mode: privateFolder });
      const bus = openBus(join(folder, `${name}.ndjson`), `${arnPrefix}:event-bus/${name}`);
      buses.set(name, bus).set(bus.arn, bus);
      return bus.arn;
    },
    /** By name or ARN. */
    find: (nameOrArn: string) => buses.get(nameOrArn),
  };
};

const openBus = (path: string, arn: string) => {
  if (existsSync(path)) {
    // An incomplete line was interrupted by a stop and never acknowledged.
    truncateSync(path, readFileSync(path).lastIndexOf("\n") + 1);
    if (statSync(path).size > sizeLimit) renameSync(path, `${path}.1`);
  }
  // One write at a time, so that only the last line can be incomplete.
  const limiter = createLimiter(1);
  const append = async (lines: string): Promise<void> => {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    try {
      await appendPrivately(path, lines);
    } catch (error) {
      // What was written before the disk was full.
      if (existsSync(path)) truncateSync(path, size);
      throw error;
    }
  };
  return {
    arn,
    /** Appends events, one in a line; they are durable once it resolves. */
    append: (events: readonly object[]) =>
      limiter.run(() => append(events.map((event) => `${JSON.stringify(event)}\n`).join(""))),
  };
};
