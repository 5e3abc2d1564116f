import type { Doubt, Journal, Kept } from "../journal.ts";
import { type Fields, has, isSame, type Kind, markOf, type Seen } from "../records.ts";
import { doublesIn } from "./doubles.ts";

/**
 * What the service shows, held against what it has acknowledged: what is missing, doubled, come back or nobody's.
 * @param wasLooked whether a record would have been seen
 */
export const faultsOf = (
  journal: Journal,
  seen: ReadonlyMap<string, Seen>,
  wasLooked: (kept: Kept) => boolean,
): string[] => [
  ...[...journal.present.values()].filter(wasLooked).flatMap((kept) => missing(journal, kept, seen)),
  ...[...seen.values()].flatMap((one) => unexplained(journal, one)),
  ...doublesIn(seen),
  ...faultsOfLines(journal, seen),
];

const isIn = (doubts: ReadonlySet<Doubt>, holds: (doubt: Doubt) => boolean) => [...doubts].some(holds);

const missing = (journal: Journal, kept: Kept, seen: ReadonlyMap<string, Seen>): string[] => {
  const { doubts } = journal;
  const shown = seen.get(kept.href);
  if (!shown) return isIn(doubts, ({ removes }) => removes?.includes(kept.href) === true) ? [] : [`Lost: ${kept.href}`];
  if (isSame(kept.kind, comparable(kept.kind, kept.record), comparable(kept.kind, shown.record))) return [];
  const explained = isIn(doubts, ({ changes }) => {
    if (!changes?.has(kept.href)) return false;
    const said = changes.get(kept.href);
    return said === undefined || has(shown.record, said);
  });
  if (explained) return [];
  return [`${kept.href} was acknowledged as ${JSON.stringify(kept.record)} and is ${JSON.stringify(shown.record)}`];
};

/** Of an agenda a conference shows the items alone. */
const comparable = (kind: Kind, { items, ...record }: Fields): Fields =>
  kind === "agenda" ? { items } : items === undefined ? record : { ...record, items };

const unexplained = ({ present, gone, doubts }: Journal, one: Seen): string[] => {
  if (present.has(one.href)) return [];
  if (gone.has(one.href)) return [`Deleted and here again: ${one.href}`];
  const mark = markOf(one);
  // What the tree began with has no mark; agendas have none, and are made at an address that is known.
  if (mark === undefined && one.kind !== "agenda") return [];
  const isMade = ({ makes, changes }: Doubt) =>
    (mark !== undefined && makes?.includes(mark) === true) || changes?.has(one.href) === true;
  return isIn(doubts, isMade) ? [] : [`Nobody was told of ${one.href}: ${JSON.stringify(one.record)}`];
};

/** Lines of texts that many write: each acknowledged one is there once. */
const faultsOfLines = ({ lines }: Journal, seen: ReadonlyMap<string, Seen>): string[] =>
  [...lines].flatMap(([href, written]) => {
    const shown = String(seen.get(href)?.record.summary ?? "").split(" ");
    return written.flatMap((line) => {
      const times = shown.filter((one) => one === line).length;
      return times === 1 ? [] : [`The line ${line} stands ${times} times in ${href}`];
    });
  });
