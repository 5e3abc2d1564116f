import { isDeepStrictEqual } from "node:util";

/** A fact of the report and the value read from the API. */
export type Comparison = { fact: string; expected: unknown; found: unknown };

export const isEqual = ({ expected, found }: Comparison) => isDeepStrictEqual(expected, found);

const shown = (value: unknown) => {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  return text.length > 48 ? `${text.slice(0, 47)}…` : text;
};

/** The facts as a table for a terminal. */
export const comparisonTable = (comparisons: readonly Comparison[]): string => {
  const rows = comparisons.map((one) => [isEqual(one) ? "✓" : "✗", one.fact, shown(one.expected), shown(one.found)]);
  const all = [["", "fact", "expected", "found"], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
};
