import { canonical, type Fields, type Kind, type Seen } from "../../load/records.ts";

/** What of a record the copy of a follower shows as an answer does: no URLs of the moment, of an agenda the items. */
const copied = (kind: Kind, record: Fields): Fields => {
  if (kind === "agenda") return { items: record.items };
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== "renditions" && name !== "original"));
};

/** Where the copy of a follower differs from what the service shows. */
export const differences = (copy: ReadonlyMap<string, Seen>, shown: ReadonlyMap<string, Seen>): string[] => [
  ...[...shown.values()].flatMap(({ kind, href, record }) => {
    const own = copy.get(href);
    if (!own) return [`The follower has no ${href}`];
    if (own.kind !== kind) return [`${href} is a ${own.kind} to the follower, and a ${kind}`];
    const [has, is] = [canonical(copied(kind, own.record)), canonical(copied(kind, record))];
    return has === is ? [] : [`The follower has ${href} as ${has}, and it is ${is}`];
  }),
  ...[...copy.keys()].filter((href) => !shown.has(href)).map((href) => `The follower still has ${href}`),
];
