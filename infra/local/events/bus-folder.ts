import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { privateFile, privateFolder } from "../files.ts";
import { createLimiter } from "../functions/limiter.ts";

export type Bus = {
  arn: string;
  /** Appends events, one in a line; they are durable once it resolves. */
  append(events: readonly object[]): Promise<void>;
};

export type BusFolder = {
  /** Opens the file of the bus and returns its ARN. */
  create(name: string): string;
  /** By name or ARN. */
  find(nameOrArn: string): Bus | undefined;
};

/** Bytes after which a file becomes `<name>.ndjson.1` at the next start. */
const sizeLimit = 10_000_000;

/** Event buses as files, to read or `tail -f`; the local stack has no rules and targets. */
export const openBuses = (folder: string, arnPrefix: string): BusFolder => {
  const buses = new Map<string, Bus>();
  return {
    create(name) {
      mkdirSync(folder, { recursive: true, mode: privateFolder });
      const bus = openBus(join(folder, `${name}.ndjson`), `${arnPrefix}:event-bus/${name}`);
      buses.set(name, bus).set(bus.arn, bus);
      return bus.arn;
    },
    find: (nameOrArn) => buses.get(nameOrArn),
  };
};

const openBus = (path: string, arn: string): Bus => {
  if (existsSync(path)) {
    removeIncompleteLine(path);
    if (statSync(path).size > sizeLimit) renameSync(path, `${path}.1`);
  }
  // One write at a time, so that only the last line can be incomplete.
  const limiter = createLimiter(1);
  return {
    arn,
    append: (events) =>
      limiter.run(async () => {
        const file = await open(path, "a", privateFile);
        try {
          await file.writeFile(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
          await file.sync();
        } finally {
          await file.close();
        }
      }),
  };
};

/** An incomplete line was interrupted by a stop and never acknowledged. */
const removeIncompleteLine = (path: string): void => {
  const complete = readFileSync(path).lastIndexOf("\n") + 1;
  const file = openSync(path, "r+");
  try {
    ftruncateSync(file, complete);
  } finally {
    closeSync(file);
  }
};
