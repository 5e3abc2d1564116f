import { parseRecordKey, recordKindList } from "../../../lib/records/kinds.ts";
import { referencesBy } from "../../../lib/records/references.ts";
import { allReferences } from "./references.ts";
import { type Invariants, type Item, idIn, isPresent, nameOf, type Snapshot } from "./snapshot.ts";

/** Counts names. */
const tallyOf = (names: readonly string[]) => {
  const counts = Map.groupBy(names, (name) => name);
  return (name: string) => counts.get(name)?.length ?? 0;
};

const differs = (item: Item | undefined, name: string, counter: string, expected: number): string[] => {
  const found = item === undefined ? "nothing" : (item[counter] ?? 0);
  return found === expected ? [] : [`${name} ${counter} is ${found}, counted ${expected}`];
};

/** Kinds that count the references to their records, and the sort key of the item that counts; undefined for the record's own. */
const counting = { organisation: "TALLY", member: "REF", meeting: "REF", attendee: undefined, document: undefined };

const referencesCounted = (snapshot: Snapshot): string[] => {
  const countOf = tallyOf(allReferences(snapshot).map(({ key }) => nameOf(key)));
  return Object.entries(counting).flatMap(([kind, sk]) =>
    snapshot
      .ofKind(kind as keyof typeof counting)
      .filter(isPresent)
      .flatMap((item) => differs(snapshot.get(item.pk, sk ?? item.sk), nameOf(item), "refs", countOf(nameOf(item)))),
  );
};

/** The records that refer to a record, by its name and their kind: each once, however often it names the record. */
const kindsCounted = (snapshot: Snapshot): string[] => {
  const referring = new Map(
    allReferences(snapshot).map(({ from, key }) => {
      const name = `${nameOf(key)} ${referencesBy(parseRecordKey(from)?.kind ?? "organisation")}`;
      return [`${name} ${nameOf(from)}`, name];
    }),
  );
  const countOf = tallyOf([...referring.values()]);
  return Object.entries(counting).flatMap(([kind, sk]) =>
    snapshot
      .ofKind(kind as keyof typeof counting)
      .filter(isPresent)
      .flatMap((item) =>
        recordKindList.map(referencesBy).flatMap((counter) => {
          const counts = snapshot.get(item.pk, sk ?? item.sk);
          return differs(counts, nameOf(item), counter, countOf(`${nameOf(item)} ${counter}`));
        }),
      ),
  );
};

const partPrefixes = /^(?:AGENDA$|ARTICLE$|ATT#|DOC#|VOTE#|GUI#|PHO#)/;

const partsCounted = (snapshot: Snapshot): string[] => {
  const parts = snapshot.all.filter(({ pk, sk }) => pk.startsWith("MTG#") && partPrefixes.test(sk));
  const countOf = tallyOf(parts.map(({ pk }) => pk));
  return snapshot.ofKind("meeting").flatMap((meeting) => {
    const reference = snapshot.get(meeting.pk, "REF");
    if (isPresent(meeting)) return differs(reference, meeting.pk, "parts", countOf(meeting.pk));
    return reference ? [`${meeting.pk} has ended and still counts`] : [];
  });
};

const attendance = (snapshot: Snapshot): string[] =>
  snapshot.ofKind("meeting").flatMap(({ pk }) => {
    const there = snapshot.ofKind("attendee").filter((part) => part.pk === pk && part.memberId !== undefined);
    const entered: Item = snapshot.get(pk, "ATTENDANCE") ?? { pk, sk: "ATTENDANCE" };
    const { pk: _, sk: __, attending = 0, ...members } = entered;
    const count = Object.keys(members).length;
    return [
      ...there
        .filter(({ memberId, id }) => members[String(memberId)] !== id)
        .map((part) => `${nameOf(part)} attends and is not entered`),
      ...(count === there.length && attending === there.length
        ? []
        : [`${pk} has ${there.length} members attending, ${attending} counted, ${count} entered`]),
    ];
  });

const webhooksCounted = (snapshot: Snapshot): string[] => {
  const countOf = tallyOf(snapshot.ofKind("webhook").map(({ tenantId }) => String(tenantId)));
  const ends = snapshot.all.filter(({ pk, sk }) => pk.startsWith("FEED#") && sk === "END");
  return ends.flatMap((end) => differs(end, end.pk, "hooks", countOf(idIn(end.pk))));
};

export const referenceCounts: Invariants = {
  "feeds count their webhooks": webhooksCounted,
  "records count their references": referencesCounted,
  "records count the kinds of their references": kindsCounted,
  "meetings count their parts": partsCounted,
  "the attendance of a meeting lists each member once": attendance,
};
