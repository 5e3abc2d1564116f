import type { Dated } from "./dated.ts";
import { statutes2011 } from "./sources.ts";

/** Months of probation (dự bị), from the day the cell admits a member. Confirmation follows by decision, not by lapse. */
export const probationMonths: readonly Dated<number>[] = [
  { from: statutes2011.issuedOn, value: 12, source: { ...statutes2011, clause: "Điều 5.1" } },
];

/** Official members that a cell (chi bộ) normally has at least. */
export const cellMinimum: readonly Dated<number>[] = [
  { from: statutes2011.issuedOn, value: 3, source: { ...statutes2011, clause: "Điều 21" } },
];
