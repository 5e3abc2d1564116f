import { readNumbers } from "../support/options.ts";

/** The size of a service, which determines its traffic. */
export type Size = {
  members: number;
  /** Meetings in a year, in all organisations. */
  meetings: number;
  /** Photos in a year. */
  photos: number;
  /** Years of retained records. */
  years: number;
  /** Clients, each with a token of its own. By default one for every hundred members, and at least five. */
  clients: number;
};

const defaults = { members: 69, meetings: 40, photos: 500, years: 5, clients: 0 };

/** Reads the command line. */
export const readSize = (args: readonly string[]): Size => {
  const { clients, ...size } = readNumbers(defaults, args);
  return { ...size, clients: clients || Math.max(5, Math.ceil(size.members / 100)) };
};
