import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { privateFile, privateFolder } from "../files.ts";
import { createLimiter } from "../functions/limiter.ts";

export type Bus = {
  arn: string;
  /** Appends events, one a line; they are on disk once it resolves. */
  append(events: readonly object[]): Promise<void>;
};

export type BusFolder = {
  /** Opens the bus's file; gives its ARN. */
  create(name: string): string;
  /** By name or ARN. */
  find(nameOrArn: string): Bus | undefined;
};

/** Bytes after which a file becomes `<name>.ndjson.1` at the next start. */
const sizeLimit = 10_000_000;

/** Event buses as files, to read or `tail -f`: there is nobody here that rules could send an event on to. */
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
    cutOffPart(path);
    if (statSync(path).size > sizeLimit) renameSync(path, `${path}.1`);
  }
  // One after the other, so that a part of a line is only ever the last.
  const turns = createLimiter(1);
  return {
    arn,
    append: (events) =>
      turns.take(async () => {
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

/** A line that a stop has cut off was never acknowledged. */
const cutOffPart = (path: string): void => {
  const whole = readFileSync(path).lastIndexOf("\n") + 1;
  const file = openSync(path, "r+");
  try {
    ftruncateSync(file, whole);
  } finally {
    closeSync(file);
  }
};
