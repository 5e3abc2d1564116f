import type { Story } from "../run/simulation.ts";
import type { Check } from "./snapshot.ts";
import { type Item, idIn, type Kept, keptIn, listIn, nameOf, Tally } from "./snapshot.ts";

const differs = (item: Item | undefined, name: string, counter: string, expected: number): string[] => {
  const found = item === undefined ? "nothing" : (item[counter] ?? 0);
  return found === expected ? [] : [`${name} ${counter} is ${found}, counted ${expected}`];
};

/** Organisations that a member's story and positions name, each once. */
const organisationsOf = (member: Item) =>
  new Set([
    member.beganIn,
    ...[...listIn(member, "positions"), ...listIn(member, "history")].map((one) => one.organisationId),
  ]);

const ofOrganisations = (kept: Kept): Tally => {
  const tally = new Tally();
  for (const { parentId } of kept.records("ORG#")) tally.add(parentId);
  for (const member of kept.records("MEM#")) for (const id of organisationsOf(member)) tally.add(id);
  for (const meeting of kept.records("MTG#")) if (meeting.deletedAt === undefined) tally.add(meeting.organisationId);
  for (const { organisationId } of kept.records("CLI#")) tally.add(organisationId);
  for (const { organisationId } of kept.records("HOOK#")) tally.add(organisationId);
  for (const award of kept.records("AWD#")) {
    tally.add(award.organisationId);
    for (const recipient of listIn(award, "recipients")) tally.add(recipient.organisationId);
  }
  return tally;
};

const ofMembers = (kept: Kept): Tally => {
  const tally = new Tally();
  for (const { memberId } of kept.parts("ATT#")) tally.add(memberId);
  for (const vote of kept.parts("VOTE#")) {
    const { exclusions = [] } = vote.base as { exclusions?: { memberId: string }[] };
    for (const { memberId } of exclusions) tally.add(memberId);
  }
  for (const award of kept.records("AWD#")) for (const { memberId } of listIn(award, "recipients")) tally.add(memberId);
  return tally;
};

/** Attendees and documents, by the names of their items. */
const ofParts = (kept: Kept): Tally => {
  const tally = new Tally();
  const attendee = (pk: string, id: unknown) => id !== undefined && tally.add(`${pk} ATT#${id}`);
  for (const { pk, presenterId } of kept.parts("DOC#")) attendee(pk, presenterId);
  for (const { pk, attendeeId } of kept.parts("GUI#")) attendee(pk, attendeeId);
  for (const { pk, documentId } of kept.parts("VOTE#"))
    if (documentId !== undefined) tally.add(`${pk} DOC#${documentId}`);
  for (const agenda of kept.parts("AGENDA"))
    for (const id of new Set(listIn(agenda, "items").map(({ presenterId }) => presenterId))) attendee(agenda.pk, id);
  for (const photo of kept.parts("PHO#"))
    for (const { attendeeId } of listIn(photo, "peopleShown")) attendee(photo.pk, attendeeId);
  for (const award of kept.records("AWD#"))
    for (const id of new Set(listIn(award, "recipients").map(({ presentedBy }) => presentedBy)))
      attendee(`MTG#${award.meetingId}`, id);
  return tally;
};

const counted = /^(?:AGENDA$|ARTICLE$|ATT#|DOC#|VOTE#|GUI#|PHO#)/;

const meetingCounters = (kept: Kept): string[] => {
  const [awards, parts] = [new Tally(), new Tally()];
  for (const { meetingId } of kept.records("AWD#")) awards.add(meetingId);
  for (const { pk, sk } of kept.parts("")) if (counted.test(sk)) parts.add(idIn(pk));
  return kept.records("MTG#").flatMap(({ pk, deletedAt }) => {
    const [reference, id] = [kept.get(pk, "REF"), idIn(pk)];
    if (deletedAt !== undefined) return reference ? [`${pk} has ended and still counts`] : [];
    return [...differs(reference, pk, "refs", awards.of(id)), ...differs(reference, pk, "parts", parts.of(id))];
  });
};

const attendance = (kept: Kept): string[] =>
  kept.records("MTG#").flatMap(({ pk }) => {
    const there = kept.parts("ATT#").filter((part) => part.pk === pk && part.memberId !== undefined);
    const entered: Item = kept.get(pk, "ATTENDANCE") ?? { pk, sk: "ATTENDANCE" };
    const { pk: _, sk: __, attending = 0, ...members } = entered;
    const wrong = there.filter(({ memberId, id }) => members[String(memberId)] !== id);
    return [
      ...wrong.map((part) => `${nameOf(part)} attends and is not entered`),
      ...(Object.keys(members).length === there.length && attending === there.length
        ? []
        : [
            `${pk} has ${there.length} members attending, ${attending} counted, ${Object.keys(members).length} entered`,
          ]),
    ];
  });

const check = (name: string, look: (kept: Kept) => string[]): Check => ({
  name,
  look: (story: Story) => look(keptIn(story)),
});

/** A feed knows how many follow it. */
const followers = (kept: Kept): string[] => {
  const tally = new Tally();
  for (const { tenantId } of kept.records("HOOK#")) tally.add(tenantId);
  const ends = kept.all.filter(({ pk, sk }) => pk.startsWith("FEED#") && sk === "END");
  return ends.flatMap((end) => differs(end, end.pk, "hooks", tally.of(idIn(end.pk))));
};

export const references: readonly Check[] = [
  check("feeds count who follows them", followers),
  check("organisations count what names them", (kept) => {
    const tally = ofOrganisations(kept);
    return kept.records("ORG#").flatMap(({ pk }) => differs(kept.get(pk, "TALLY"), pk, "refs", tally.of(idIn(pk))));
  }),
  check("members count what names them", (kept) => {
    const tally = ofMembers(kept);
    return kept.records("MEM#").flatMap(({ pk }) => differs(kept.get(pk, "REF"), pk, "refs", tally.of(idIn(pk))));
  }),
  check("attendees and documents count what names them", (kept) => {
    const tally = ofParts(kept);
    return [...kept.parts("ATT#"), ...kept.parts("DOC#")].flatMap((part) =>
      differs(part, nameOf(part), "refs", tally.of(nameOf(part))),
    );
  }),
  check("meetings count their parts and awards", meetingCounters),
  check("a member attends a meeting once, and is entered", attendance),
];
