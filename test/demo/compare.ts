import { isDeepStrictEqual } from "node:util";

/** One fact: what the report says and what the record gives back. */
export type Comparison = { fact: string; expected: unknown; found: unknown };

export const isEqual = ({ expected, found }: Comparison) => isDeepStrictEqual(expected, found);

const shown = (value: unknown) => {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  return text.length > 48 ? `${text.slice(0, 47)}…` : text;
};

/** The facts side by side, for a reader at a terminal. */
export const tableOf = (comparisons: readonly Comparison[]): string => {
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
