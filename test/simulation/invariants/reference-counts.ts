import type { Simulation } from "../run/simulation.ts";
import type { Invariant } from "./snapshot.ts";
import { type Item, idIn, listIn, nameOf, type Snapshot, snapshotOf, Tally } from "./snapshot.ts";

const differs = (item: Item | undefined, name: string, counter: string, expected: number): string[] => {
  const found = item === undefined ? "nothing" : (item[counter] ?? 0);
  return found === expected ? [] : [`${name} ${counter} is ${found}, counted ${expected}`];
};

/** The distinct organisations in the history and positions of a member. */
const organisationsOf = (member: Item) =>
  new Set([
    member.beganIn,
    ...[...listIn(member, "positions"), ...listIn(member, "history")].map((one) => one.organisationId),
  ]);

const ofOrganisations = (snapshot: Snapshot): Tally => {
  const tally = new Tally();
  for (const { parentId } of snapshot.records("ORG#")) tally.add(parentId);
  for (const member of snapshot.records("MEM#")) for (const id of organisationsOf(member)) tally.add(id);
  for (const meeting of snapshot.records("MTG#"))
    if (meeting.deletedAt === undefined) tally.add(meeting.organisationId);
  for (const { organisationId } of snapshot.records("CLI#")) tally.add(organisationId);
  for (const { organisationId } of snapshot.records("HOOK#")) tally.add(organisationId);
  for (const award of snapshot.records("AWD#")) {
    tally.add(award.organisationId);
    for (const recipient of listIn(award, "recipients")) tally.add(recipient.organisationId);
  }
  return tally;
};

const ofMembers = (snapshot: Snapshot): Tally => {
  const tally = new Tally();
  for (const { memberId } of snapshot.parts("ATT#")) tally.add(memberId);
  for (const vote of snapshot.parts("VOTE#")) {
    const { exclusions = [] } = vote.base as { exclusions?: { memberId: string }[] };
    for (const { memberId } of exclusions) tally.add(memberId);
  }
  for (const award of snapshot.records("AWD#"))
    for (const { memberId } of listIn(award, "recipients")) tally.add(memberId);
  return tally;
};

/** References to attendees and documents, by item key. */
const ofParts = (snapshot: Snapshot): Tally => {
  const tally = new Tally();
  const attendee = (pk: string, id: unknown) => id !== undefined && tally.add(`${pk} ATT#${id}`);
  for (const { pk, presenterId } of snapshot.parts("DOC#")) attendee(pk, presenterId);
  for (const { pk, attendeeId } of snapshot.parts("GUI#")) attendee(pk, attendeeId);
  for (const { pk, documentId } of snapshot.parts("VOTE#"))
    if (documentId !== undefined) tally.add(`${pk} DOC#${documentId}`);
  for (const agenda of snapshot.parts("AGENDA"))
    for (const id of new Set(listIn(agenda, "items").map(({ presenterId }) => presenterId))) attendee(agenda.pk, id);
  for (const photo of snapshot.parts("PHO#"))
    for (const { attendeeId } of listIn(photo, "peopleShown")) attendee(photo.pk, attendeeId);
  for (const award of snapshot.records("AWD#"))
    for (const id of new Set(listIn(award, "recipients").map(({ presentedBy }) => presentedBy)))
      attendee(`MTG#${award.meetingId}`, id);
  return tally;
};

const counted = /^(?:AGENDA$|ARTICLE$|ATT#|DOC#|VOTE#|GUI#|PHO#)/;

const meetingCounters = (snapshot: Snapshot): string[] => {
  const [awards, parts] = [new Tally(), new Tally()];
  for (const { meetingId } of snapshot.records("AWD#")) awards.add(meetingId);
  for (const { pk, sk } of snapshot.parts("")) if (counted.test(sk)) parts.add(idIn(pk));
  return snapshot.records("MTG#").flatMap(({ pk, deletedAt }) => {
    const [reference, id] = [snapshot.get(pk, "REF"), idIn(pk)];
    if (deletedAt !== undefined) return reference ? [`${pk} has ended and still counts`] : [];
    return [...differs(reference, pk, "refs", awards.of(id)), ...differs(reference, pk, "parts", parts.of(id))];
  });
};

const attendance = (snapshot: Snapshot): string[] =>
  snapshot.records("MTG#").flatMap(({ pk }) => {
    const there = snapshot.parts("ATT#").filter((part) => part.pk === pk && part.memberId !== undefined);
    const entered: Item = snapshot.get(pk, "ATTENDANCE") ?? { pk, sk: "ATTENDANCE" };
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

const invariant = (name: string, violations: (snapshot: Snapshot) => string[]): Invariant => ({
  name,
  violations: (simulation: Simulation) => violations(snapshotOf(simulation)),
});

/** A feed counts its webhooks. */
const followers = (snapshot: Snapshot): string[] => {
  const tally = new Tally();
  for (const { tenantId } of snapshot.records("HOOK#")) tally.add(tenantId);
  const ends = snapshot.all.filter(({ pk, sk }) => pk.startsWith("FEED#") && sk === "END");
  return ends.flatMap((end) => differs(end, end.pk, "hooks", tally.of(idIn(end.pk))));
};

export const references: readonly Invariant[] = [
  invariant("feeds count their webhooks", followers),
  invariant("organisations count their references", (snapshot) => {
    const tally = ofOrganisations(snapshot);
    return snapshot
      .records("ORG#")
      .flatMap(({ pk }) => differs(snapshot.get(pk, "TALLY"), pk, "refs", tally.of(idIn(pk))));
  }),
  invariant("members count their references", (snapshot) => {
    const tally = ofMembers(snapshot);
    return snapshot
      .records("MEM#")
      .flatMap(({ pk }) => differs(snapshot.get(pk, "REF"), pk, "refs", tally.of(idIn(pk))));
  }),
  invariant("attendees and documents count their references", (snapshot) => {
    const tally = ofParts(snapshot);
    return [...snapshot.parts("ATT#"), ...snapshot.parts("DOC#")].flatMap((part) =>
      differs(part, nameOf(part), "refs", tally.of(nameOf(part))),
    );
  }),
  invariant("meetings count their parts and awards", meetingCounters),
  invariant("the attendance of a meeting lists each member once", attendance),
];
