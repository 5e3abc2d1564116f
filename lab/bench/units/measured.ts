import type { OperationName } from "../../../lib/contract/routes.ts";
import type { Units } from "./capacity.ts";
import type { Guarantee } from "./least/need.ts";

/** What one call of an operation was measured to ask of the table, what follows from it, and the least for what it guarantees. */
export type MeasuredCall = {
  operation: OperationName;
  about: string;
  rounds: number;
  calls: number;
  units: Units;
  least: Units;
  /** Units of the least, of either kind, by what they are for. */
  leastFor: Partial<Record<Guarantee, number>>;
  /** What the followers of the stream ask for it, up to the root, and how many changes they tell. */
  follows: Units & { changes: number };
  /** Bytes that stay of it: items and their entries in indexes, what follows included, what expires left out. */
  keptBytes: number;
  mark: string;
};
