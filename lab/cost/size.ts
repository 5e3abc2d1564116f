import { parseArgs } from "node:util";

/** How much there is of what traffic follows. */
export type Size = {
  members: number;
  /** Held in a year, in all organisations. */
  meetings: number;
  /** Taken in a year. */
  photos: number;
  /** Years of records that are kept: storage grows with them. */
  years: number;
  /** Systems that call, each with a token of its own. */
  clients: number;
};

const defaults = { members: 69, meetings: 40, photos: 500, years: 5 };
/** A committee has a handful of systems; more of them as there are more committees, of about a hundred members each. */
const clientsOf = (members: number) => Math.max(5, Math.ceil(members / 100));

/** Reads the command line. Throws for what it does not know, and for what is no count. */
export const readSize = (args: readonly string[]): Size => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      members: { type: "string" },
      meetings: { type: "string" },
      photos: { type: "string" },
      years: { type: "string" },
      clients: { type: "string" },
    },
  });
  const read = (name: keyof Size, otherwise: number) => {
    const text = values[name];
    if (text === undefined) return otherwise;
    if (!/^\d{1,12}$/.test(text)) throw new Error(`--${name} takes a whole number, not "${text}"`);
    return Number(text);
  };
  const members = read("members", defaults.members);
  return {
    members,
    meetings: read("meetings", defaults.meetings),
    photos: read("photos", defaults.photos),
    years: read("years", defaults.years),
    clients: read("clients", clientsOf(members)),
  };
};
