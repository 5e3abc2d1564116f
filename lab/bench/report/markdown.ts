import type { Section } from "./section.ts";

/** The same section as Markdown. */
export const markdownOf = ({ title, notes, columns, rows }: Section): string => {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const table = [
    line(columns.map((column) => column.title)),
    line(columns.map(({ isNumber }) => (isNumber ? "--:" : "---"))),
    ...rows.map((row) => line(row.map(escaped))),
  ];
  return [`## ${title}`, "", ...notes, "", ...table].join("\n");
};

const escaped = (cell: string) => cell.replaceAll("|", "\\|");
