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

export const defaults = { members: 69, meetings: 40, photos: 500, years: 5, clients: 0 };

/** The size by numbers of the command line. */
export const sizeOf = ({ clients, ...size }: typeof defaults): Size => ({
  ...size,
  clients: clients || Math.max(5, Math.ceil(size.members / 100)),
});
