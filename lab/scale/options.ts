import { parseArgs } from "node:util";
import { membersOfCommittee } from "./nation/shape.ts";

export type Options = {
  /** Loads a nation of so many members. */
  load?: { seed: number; members: number; committees: number };
  /** Measures nations that have been loaded, the smallest first. */
  measure: boolean;
  /** Replays the planned days. */
  day: boolean;
  /** Where nations lie, each in a folder called by its members. */
  state: string;
  /** Keeps what was measured in docs/scale.md. */
  write: boolean;
};

const wholeNumber = (name: string, text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${name} takes a whole number, not ${text}`);
  return Number(text);
};

/** Reads the command line. Throws what it does not know. */
export const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      members: { type: "string" },
      organisations: { type: "string" },
      seed: { type: "string", default: "1" },
      state: { type: "string", default: ".scale" },
      measure: { type: "boolean", default: false },
      day: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
    },
  });
  const { measure, day, write, state, members, organisations } = values;
  if (members === undefined) {
    if (!measure && !day) throw new Error("Say what to do: --members N, --measure or --day");
    return { measure, day, write, state };
  }
  const size = wholeNumber("members", members);
  const committees = organisations
    ? wholeNumber("organisations", organisations)
    : Math.max(1, Math.round(size / membersOfCommittee));
  const load = { seed: wholeNumber("seed", values.seed), members: size, committees };
  return { load, measure, day, write, state };
};
