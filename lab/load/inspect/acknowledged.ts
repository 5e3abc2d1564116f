import type { LoadResponse } from "../client.ts";
import type { Acknowledged, Journal, Pending } from "../journal.ts";
import { type Fields, has, isSame, markOf, type Shown } from "../records.ts";
import { type Organisations, organisationsIn } from "./recount.ts";

/**
 * Compares the records that the service shows with what it acknowledged: finds missing, duplicate, restored and
 * unexplained records.
 * @param wasRead whether the inspection would have read a record
 */
export const recordFaults = (
  journal: Journal,
  shown: ReadonlyMap<string, Shown>,
  wasRead: (record: Acknowledged) => boolean,
): string[] => [
  ...[...journal.present.values()].filter(wasRead).flatMap((record) => lostOrWrong(journal, record, shown)),
  ...[...shown.values()].flatMap((one) => unexplained(journal, one)),
  ...duplicates(shown),
  ...lineFaults(journal, shown),
];

const isPending = ({ pending }: Journal, matches: (request: Pending) => boolean) => [...pending].some(matches);

const lostOrWrong = (journal: Journal, acknowledged: Acknowledged, shown: ReadonlyMap<string, Shown>): string[] => {
  const { href, kind, record } = acknowledged;
  const now = shown.get(href);
  if (!now) return isPending(journal, ({ deletes }) => deletes?.includes(href) === true) ? [] : [`Lost: ${href}`];
  if (isSame(kind, record, now.record)) return [];
  const isExplained = isPending(journal, ({ changes }) => {
    if (!changes?.has(href)) return false;
    const expected = changes.get(href);
    return expected === undefined || has(now.record, expected);
  });
  if (isExplained) return [];
  return [`${href} was acknowledged as ${JSON.stringify(record)} and is ${JSON.stringify(now.record)}`];
};

/** Compares a record at its own address, with its version, to what was acknowledged. */
export const mismatch = ({ kind, href, record, etag }: Acknowledged, response: LoadResponse | undefined): string[] => {
  const isRecord = response?.status === 200 && isSame(kind, response.body, record);
  // The service also changes photos, and the version of a history entry moves with its member.
  const hasOwnVersion = kind !== "photo" && kind !== "history-entry";
  const isVersion = !hasOwnVersion || etag === undefined || response?.etag === etag;
  if (isRecord && isVersion) return [];
  const now = `${response?.status} ${response?.etag} ${response?.text}`;
  return [`${href} ${etag} was ${JSON.stringify(record)} and returned ${now}`];
};

const unexplained = (journal: Journal, one: Shown): string[] => {
  if (journal.present.has(one.href)) return [];
  if (journal.deleted.has(one.href)) return [`Deleted and present again: ${one.href}`];
  const mark = markOf(one);
  // Records of the initial tree have no mark. Agendas have none either, but an address known in advance.
  if (mark === undefined && one.kind !== "agenda") return [];
  const mayCreate = ({ creates, changes }: Pending) =>
    (mark !== undefined && creates?.includes(mark) === true) || changes?.has(one.href) === true;
  return isPending(journal, mayCreate) ? [] : [`Never acknowledged: ${one.href} ${JSON.stringify(one.record)}`];
};

/** Every acknowledged line of a shared text is present once. */
const lineFaults = ({ lines }: Journal, shown: ReadonlyMap<string, Shown>): string[] =>
  [...lines].flatMap(([href, written]) => {
    const present = String(shown.get(href)?.record.summary ?? "").split(" ");
    return written.flatMap((line) => {
      const times = present.filter((one) => one === line).length;
      return times === 1 ? [] : [`The line ${line} is ${times} times in ${href}`];
    });
  });

/** Records with the same mark, or with the same number or external id in one tenant. */
const duplicates = (shown: ReadonlyMap<string, Shown>): string[] => {
  const organisations = organisationsIn(shown);
  const first = new Map<string, string>();
  return [...shown.values()].flatMap((one) =>
    uniqueNames(one, organisations).flatMap((name) => {
      const other = first.get(name);
      first.set(name, one.href);
      return other === undefined ? [] : [`Both ${other} and ${one.href} are ${name}`];
    }),
  );
};

const uniqueNames = ({ kind, record }: Shown, { tenantOf }: Organisations): string[] => {
  const mark = markOf({ kind, record });
  const tenantId = tenantOf(String(record.organisationId ?? record.parentId ?? ""));
  const ids = Object.entries((record.externalIds ?? {}) as Fields);
  return [
    ...(mark === undefined ? [] : [`${kind} ${mark}`]),
    ...(record.memberNumber === undefined ? [] : [`member number ${record.memberNumber} of ${tenantId}`]),
    ...ids.map(([source, id]) => `${kind} ${source}:${id} of ${tenantId}`),
  ];
};
