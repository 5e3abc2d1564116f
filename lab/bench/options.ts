import { parseArgs } from "node:util";

export const parts = ["init", "warm", "peers", "units", "images", "time"] as const;
export type Part = (typeof parts)[number];

export type Options = {
  parts: readonly Part[];
  /** Says of each function what weighs most in its bundle. */
  explain: boolean;
  markdown: boolean;
  /** Keeps what was measured in docs/measured.md. */
  write: boolean;
};

/** Reads the command line. Throws what it does not know, with the parts there are. */
export const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string" },
      explain: { type: "boolean", default: false },
      markdown: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
    },
  });
  const { only, ...flags } = values;
  const chosen = parts.filter((part) => only === undefined || only === part);
  if (chosen.length === 0) throw new Error(`--only takes ${parts.join(", ")}, not ${only}`);
  return { parts: chosen, ...flags };
};
