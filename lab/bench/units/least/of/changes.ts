import type { changesRoutes } from "../../../../../lib/contract/routes/changes.ts";
import type { dataSubjectsRoutes } from "../../../../../lib/contract/routes/data-subjects.ts";
import { keys, lists, root } from "../../../../../lib/table/keys.ts";
import type { Key } from "../../../../../lib/table/write.ts";
import { type Given, idOf, keysWhere, type LeastOf } from "../given.ts";
import type { Need } from "../need.ts";
import { current, lagging, named, once, page, record, whole, written } from "../needs.ts";

const entries = ({ archive }: Given) => {
  const { pk, sk } = keys.feedEntry(archive.committeeId, 0);
  return { partition: pk, prefix: sk.slice(0, sk.indexOf("#") + 1) };
};

/** What changed stands by its record, so that it can be erased, and once for all feeds: each is an item of its own. */
const details = (given: Given): Need[] => {
  const { items } = given.record as unknown as { items: { id: string }[] };
  const shown = new Set(items.map(({ id }) => id));
  return lagging(...keysWhere(given.before, ({ pk, sk }) => pk.startsWith("CHANGE#") && shown.has(sk)));
};

const changesOf = (memberId: string) => ({ partition: keys.change(keys.member(memberId), "").pk });
const numbersOf = ({ before }: Given, memberId: string, feed: string): Key[] =>
  [...before.values()]
    .filter(({ pk }) => pk === changesOf(memberId).partition)
    .flatMap(({ numbers }) => (numbers as Record<string, number>)[feed] ?? [])
    .map((number) => keys.feedEntry(feed, number));

export const leastOfChanges: LeastOf<keyof typeof changesRoutes> = {
  listChanges: [(given) => page(entries(given))],
  listAudit: [
    (given) => [...page(entries(given)), ...details(given)],
    (given) => {
      const [memberId = ""] = given.archive.memberIds;
      return [...page(changesOf(memberId)), ...lagging(...numbersOf(given, memberId, given.archive.committeeId))];
    },
    (given) => {
      const { pk } = keys.feedDay(given.archive.committeeId, "");
      return [...page({ partition: pk, prefix: "DAY#" }, 1), ...page(entries(given)), ...details(given)];
    },
  ],
};

const attendancesOf = ({ before }: Given, memberId: string) =>
  [...before.values()].filter(({ inGroup }) => inGroup === lists.ofPerson(memberId));

export const leastOfSubjects: LeastOf<keyof typeof dataSubjectsRoutes> = {
  exportMember: [
    (given) => {
      const id = idOf(given, "memberId");
      const attended = attendancesOf(given, id);
      return [
        ...current(keys.member(id), ...numbersOf(given, id, root)),
        // Everything that stands with the member, and what changed of it.
        ...whole({ partition: keys.member(id).pk }),
        ...whole(changesOf(id)),
        ...page({ index: "byGroup", partition: lists.ofPerson(id) }),
        // Photos of meetings may show the member as an attendee.
        ...attended
          .filter(({ refs }) => Number(refs) > 0)
          .flatMap(({ pk }) => whole({ partition: pk, prefix: "PHO#" })),
        ...current(...attended.map(({ pk }) => ({ pk, sk: keys.meeting("").sk }))),
        ...written(
          "told",
          ...keysWhere(given.after, ({ pk, sk }) => pk === keys.member(id).pk && sk.startsWith("EXPORT#")),
        ),
      ];
    },
  ],
  eraseMember: [
    (given) => {
      const id = idOf(given, "memberId");
      return [
        ...once(given.after, given.asked.headers),
        ...current(keys.member(id), keys.memberErasure(id)),
        ...record(keys.memberErasure(id)),
        // Nothing more may be said of the person from now on.
        ...named(keys.memberReferences(id)),
      ];
    },
  ],
  getErasure: [(given) => current(keys.member(idOf(given, "memberId")), keys.memberErasure(idOf(given, "memberId")))],
};
