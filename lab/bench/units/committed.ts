import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { type OperationName, routeList } from "../../../lib/contract/routes.ts";

const units = z.object({ read: z.number(), write: z.number() });

const operationCost = z.object({
  operation: z.string(),
  /** Distinguishes the calls of one operation. */
  about: z.string(),
  roundTrips: z.int(),
  units,
  /** Units of the stream processor up to the root, and the changes it publishes. */
  followUp: z.extend(units, { changes: z.int() }),
  /** Bytes that stay in the table and its indexes, those of the follow-up included, expiring items left out. */
  storedBytes: z.int(),
});

/** What one call of an operation costs. */
export type OperationCost = z.output<typeof operationCost>;

const committedCosts = z.object({ measuredOn: z.string(), calls: z.array(operationCost) });

const file = join(import.meta.dirname, "../units.json");
export const writeCommand = "npm run bench -- --only units --write";

/** The costs in `lab/bench/units.json`. */
export const readCommitted = (): z.output<typeof committedCosts> =>
  committedCosts.parse(JSON.parse(readFileSync(file, "utf8")));

export const writeCommitted = (calls: readonly OperationCost[]): void => {
  const measured = { measuredOn: new Date().toISOString().slice(0, 10), calls: [...calls] };
  writeFileSync(file, `${JSON.stringify(committedCosts.parse(measured), null, 2)}\n`);
};

/** Operations without a case, each with the reason. */
const unmeasured = {
  getHealth: "does not use the table",
  getOpenApi: "does not use the table",
  getHome: "does not use the table",
  getDocs: "does not use the table",
  getServerMetadata: "does not use the table",
  getOpenIdConfiguration: "does not use the table",
  getKeys: "does not use the table",
  getEventsIcon: "does not use the table",
  getEventPhoto: "needs a photo whose bytes have been checked",
} as const satisfies Partial<Record<OperationName, string>>;

/** Names each operation of the contract that has neither a case nor a reason to be left out. */
export const missingCases = (measured: ReadonlySet<string>): string[] =>
  routeList
    .filter(({ operation }) => !measured.has(operation) && !(operation in unmeasured))
    .map(({ operation }) => `${operation} has no case: add one to lab/bench/units/cases.ts, then ${writeCommand}`);

const numbersOf = ({ roundTrips, units: own, followUp }: OperationCost) => ({
  "round trips": roundTrips,
  "read units": own.read,
  "write units": own.write,
  "read units of the follow-up": followUp.read,
  "write units of the follow-up": followUp.write,
});

const nameOf = ({ operation, about }: OperationCost) => (about === "" ? operation : `${operation} (${about})`);

/** Lists each number that rose or fell, and each call that is new or no longer measured. */
export const costDifferences = (committed: readonly OperationCost[], measured: readonly OperationCost[]): string[] => {
  const before = new Map(committed.map((cost) => [nameOf(cost), numbersOf(cost)]));
  const after = new Map(measured.map((cost) => [nameOf(cost), numbersOf(cost)]));
  const missing = [...before.keys()].filter((name) => !after.has(name));
  return [
    ...missing.map((name) => `${name}: no longer measured`),
    ...[...after].flatMap(([name, now]) => {
      const old = before.get(name);
      if (!old) return [`${name}: not in lab/bench/units.json`];
      const keys = (Object.keys(now) as (keyof typeof now)[]).filter((key) => now[key] !== old[key]);
      return keys.map(
        (key) => `${name}: ${key} ${now[key] > old[key] ? "rose" : "fell"} from ${old[key]} to ${now[key]}`,
      );
    }),
  ];
};
