import type { Column, Section } from "./section.ts";

/** A section for the terminal, its columns aligned. */
export const textOf = ({ title, notes, columns, rows }: Section): string => {
  const widths = columns.map((column, i) => Math.max(column.title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    columns
      .map((column, i) => padded(cells[i] ?? "", widths[i] ?? 0, column))
      .join("  ")
      .trimEnd();
  const head = columns.map((column) => column.title);
  const rule = widths.map((width) => "-".repeat(width));
  return [title, ...notes.map((note) => `  ${note}`), "", ...[head, rule, ...rows].map(line)].join("\n");
};

const padded = (cell: string, width: number, { isNumber }: Column) =>
  isNumber ? cell.padStart(width) : cell.padEnd(width);
