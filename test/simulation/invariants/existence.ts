import type { Story } from "../run/simulation.ts";
import type { Check } from "./snapshot.ts";
import { type Item, idIn, type Kept, keptIn, listIn, nameOf } from "./snapshot.ts";

const check = (name: string, look: (kept: Kept, story: Story) => string[]): Check => ({
  name,
  look: (story) => look(keptIn(story), story),
});

/** Items that stand only beside their record, or are left over from before: sums by year and month, notes. */
const mayStandAlone = /^(?:TALLY#|CARRIED#|NAMED#)/;

/** Meetings whose deletion was cut off and never heard of again: the next to delete them finishes it. */
const halfDeleted = ({ ledger }: Story, meta: Item): boolean =>
  meta.deletedAt !== undefined &&
  !ledger.some(
    ({ operation, answer, params }) =>
      operation === "deleteMeeting" && answer?.statusCode === 204 && params.meetingId === meta.id,
  );

const orphans = (kept: Kept, story: Story): string[] =>
  kept.all
    .filter(({ pk, sk }) => /^(?:ORG|MEM|MTG|HOOK)#/.test(pk) && sk !== "META" && !mayStandAlone.test(sk))
    .filter(({ pk }) => {
      const meta = kept.get(pk, "META");
      return !isThere(meta) && !(meta && halfDeleted(story, meta));
    })
    .map((item) => `${nameOf(item)} stands without its record`);

const lacking = (kept: Kept): string[] => {
  const needs: [string, string][] = [
    ["ORG#", "TALLY"],
    ["MEM#", "REF"],
    ["MTG#", "REF"],
    ["HOOK#", "STATE"],
  ];
  return needs.flatMap(([prefix, sk]) =>
    kept
      .records(prefix)
      .filter(({ pk, deletedAt }) => deletedAt === undefined && !kept.get(pk, sk))
      .map(({ pk }) => `${pk} has no ${sk}`),
  );
};

const names = (kept: Kept, item: Item, id: unknown, prefix: string): string[] =>
  id === undefined || (typeof id === "string" && isThere(kept.get(`${prefix}${id}`, "META")))
    ? []
    : [`${nameOf(item)} names ${prefix}${id}, which is not there`];

const isThere = (item: Item | undefined) => item !== undefined && item.deletedAt === undefined;

const absentRecords = (kept: Kept): string[] => [
  ...kept.records("ORG#").flatMap((item) => names(kept, item, item.parentId, "ORG#")),
  ...kept
    .records("MEM#")
    .flatMap((item) => [
      ...names(kept, item, item.beganIn, "ORG#"),
      ...names(kept, item, item.organisationId, "ORG#"),
      ...listIn(item, "positions").flatMap(({ organisationId }) => names(kept, item, organisationId, "ORG#")),
    ]),
  ...kept.records("MTG#").flatMap((item) => names(kept, item, item.organisationId, "ORG#")),
  ...kept.records("CLI#").flatMap((item) => names(kept, item, item.organisationId, "ORG#")),
  ...kept
    .records("AWD#")
    .flatMap((item) => [
      ...names(kept, item, item.organisationId, "ORG#"),
      ...names(kept, item, item.meetingId, "MTG#"),
      ...listIn(item, "recipients").flatMap(({ memberId, organisationId }) => [
        ...names(kept, item, memberId, "MEM#"),
        ...names(kept, item, organisationId, "ORG#"),
      ]),
    ]),
  ...kept.parts("ATT#").flatMap((item) => names(kept, item, item.memberId, "MEM#")),
];

const absentParts = (kept: Kept): string[] => {
  // Of a meeting that has ended nobody sees what is still there.
  const part = (item: Item, sk: string, id: unknown) =>
    id === undefined || !isThere(kept.get(item.pk, "META")) || kept.get(item.pk, `${sk}${id}`)
      ? []
      : [`${nameOf(item)} names ${sk}${id}, which is not there`];
  return [
    ...kept.parts("DOC#").flatMap((item) => part(item, "ATT#", item.presenterId)),
    ...kept.parts("GUI#").flatMap((item) => part(item, "ATT#", item.attendeeId)),
    ...kept.parts("VOTE#").flatMap((item) => part(item, "DOC#", item.documentId)),
    ...kept
      .parts("PHO#")
      .flatMap((item) => listIn(item, "peopleShown").flatMap((one) => part(item, "ATT#", one.attendeeId))),
    ...kept
      .parts("AGENDA")
      .flatMap((item) => listIn(item, "items").flatMap((one) => part(item, "ATT#", one.presenterId))),
    ...kept
      .records("AWD#")
      .flatMap((item) =>
        listIn(item, "recipients").flatMap((one) =>
          part({ ...item, pk: `MTG#${item.meetingId}` }, "ATT#", one.presentedBy),
        ),
      ),
  ];
};

/** What is noted as naming a member, a photo or a vote, does, if it is still there: a meeting may take along more than its notes. */
const notes = (kept: Kept): string[] =>
  kept.all
    .filter(({ pk, sk }) => pk.startsWith("MEM#") && sk.startsWith("NAMED#"))
    .filter(({ pk, part }) => {
      const { pk: owner, sk } = part as Pick<Item, "pk" | "sk">;
      const named = kept.get(owner, sk);
      return named !== undefined && !JSON.stringify(named).includes(`"memberId":"${idIn(pk)}"`);
    })
    .map((item) => `${nameOf(item)}, which does not`);

const adoption = (kept: Kept): string[] =>
  kept.parts("DOC#").flatMap((document) => {
    const votes = kept.parts("VOTE#").filter(({ pk, documentId }) => pk === document.pk && documentId === document.id);
    const adopted = votes.filter((vote) => vote.adopted === true).length;
    const right = adopted === (document.status === "adopted" ? 1 : 0);
    return right ? [] : [`${nameOf(document)} is ${document.status} after ${adopted} votes that adopt`];
  });

/** The history that a member's item tells of and the entries that stand beside it are the same. */
const histories = (kept: Kept): string[] =>
  kept.records("MEM#").flatMap((member) => {
    const told = listIn(member, "history").map(({ id }) => id);
    const entries = kept.all
      .filter(({ pk, sk }) => pk === member.pk && sk.startsWith("HISTORY#"))
      .map(({ sk }) => idIn(sk));
    return [...told].sort().join() === [...entries].sort().join() ? [] : [`${member.pk} tells ${told}, has ${entries}`];
  });

export const existence: readonly Check[] = [
  check("nothing is left of what is gone", orphans),
  check("records are whole", lacking),
  check("records that are named are there", absentRecords),
  check("parts that are named are there", absentParts),
  check("what is noted as naming a member does", notes),
  check("a document is adopted by one vote", adoption),
  check("a member's history is told whole", histories),
];
