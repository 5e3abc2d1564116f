import { parseArgs } from "node:util";

/** The size of a service, which determines its traffic. */
export type Size = {
  members: number;
  /** Meetings in a year, in all organisations. */
  meetings: number;
  /** Photos in a year. */
  photos: number;
  /** Years of retained records. */
  years: number;
  /** Clients, each with a token of its own. */
  clients: number;
};

const defaults = { members: 69, meetings: 40, photos: 500, years: 5 };
/** One client for every hundred members, and at least five. */
const clientsOf = (members: number) => Math.max(5, Math.ceil(members / 100));

/** Reads the command line. Throws for an unknown flag and for anything but a whole number. */
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
