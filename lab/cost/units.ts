import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";

const units = z.object({ read: z.number(), write: z.number() });

const call = z.object({
  operation: z.string(),
  /** Which of the operation's calls, where there are several. */
  about: z.string(),
  rounds: z.int(),
  units,
  least: units,
  /** What the stream does for it, and how many changes it tells. */
  follows: z.extend(units, { changes: z.int() }),
  /** Bytes that stay of it in the table. */
  keptBytes: z.int(),
});
export type CallUnits = z.output<typeof call>;

const unitsFile = z.object({ measuredOn: z.string(), calls: z.array(call) });
export type UnitsFile = z.output<typeof unitsFile>;

const file = join(import.meta.dirname, "units.json");

/** Units of every operation as they were measured last. */
export const readUnits = (): UnitsFile => unitsFile.parse(JSON.parse(readFileSync(file, "utf8")));

/** Keeps what was measured. */
export const writeUnits = (measured: UnitsFile): void =>
  writeFileSync(file, `${JSON.stringify(unitsFile.parse(measured), null, 2)}\n`);
