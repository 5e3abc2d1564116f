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
  /** Clients, each with a token of its own. By default one for every hundred members, and at least five. */
  clients: number;
};

const defaults = { members: "69", meetings: "40", photos: "500", years: "5", clients: "" };

/** Reads the command line. Throws for an unknown flag and for anything but a whole number. */
export const readSize = (args: readonly string[]): Size => {
  const option = (value: string) => ({ type: "string", default: value }) as const;
  const options = Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, option(value)]));
  const { values } = parseArgs({ args: [...args], options });
  const read = (name: keyof Size, text = String(values[name])) => {
    if (!/^\d{1,12}$/.test(text)) throw new Error(`--${name} takes a whole number, not "${text}"`);
    return Number(text);
  };
  const members = read("members");
  const clients = values.clients === "" ? Math.max(5, Math.ceil(members / 100)) : read("clients");
  return { members, meetings: read("meetings"), photos: read("photos"), years: read("years"), clients };
};
