import type { Plan } from "../callers/retrying-caller.ts";
import { type Drawing, given, newest, type Part } from "./context.ts";

/** Somebody who attends a meeting; now and then somebody who does not. */
const attendeeOf = ({ random, known }: Drawing, meetingId: string): string | undefined => {
  const there = known.attendees.filter((part) => part.meetingId === meetingId);
  return random.pick(there.length > 0 && random.chance(0.95) ? there : known.attendees)?.id;
};

const attend = (drawing: Drawing): Plan | undefined => {
  const { random, known } = drawing;
  const meetingId = random.pick(known.meetings);
  if (meetingId === undefined) return undefined;
  const someone = () => ({
    ...(random.chance(0.8) ? { memberId: random.pick(known.members) } : { guest: { fullName: drawing.mark() } }),
    roles: ["participant"],
    reason: drawing.mark(),
  });
  return {
    operation: "addAttendees",
    params: { meetingId },
    keyed: random.chance(0.9),
    body: { attendees: random.chance(0.3) ? [someone(), someone()] : [someone()] },
    learn: ({ items }) => {
      for (const { id } of items as { id: string }[]) known.attendees.push({ meetingId, id });
    },
  };
};

const changeAttendee = (drawing: Drawing): Plan | undefined => {
  const part = drawing.random.pick(drawing.known.attendees);
  const mark = drawing.mark();
  return (
    part && {
      operation: "updateAttendee",
      params: { meetingId: part.meetingId, attendeeId: part.id },
      read: "getAttendee",
      mark,
      body: { reason: mark, presence: drawing.random.pick(["present", "excused"]) },
    }
  );
};

const removeAttendee = ({ random, known }: Drawing): Plan | undefined => {
  const part = random.pick(known.attendees);
  return (
    part && {
      operation: "deleteAttendee",
      params: { meetingId: part.meetingId, attendeeId: part.id },
      read: "getAttendee",
    }
  );
};

const remember =
  (list: Part[], meetingId: string) =>
  ({ id }: Record<string, unknown>): void => {
    list.push({ meetingId, id: String(id) });
  };

const addDocument = (drawing: Drawing): Plan | undefined => {
  const { random, known } = drawing;
  const meetingId = random.pick(known.meetings);
  if (meetingId === undefined) return undefined;
  const presenterId = random.chance(0.6) ? attendeeOf(drawing, meetingId) : undefined;
  return {
    operation: "addDocument",
    params: { meetingId },
    keyed: random.chance(0.9),
    body: given({ kind: "resolution", title: drawing.mark(), presenterId }),
    learn: remember(known.documents, meetingId),
  };
};

const changeDocument = (drawing: Drawing): Plan | undefined => {
  const { random, known } = drawing;
  const part = random.pick(known.documents);
  if (!part) return undefined;
  const mark = drawing.mark();
  return {
    operation: "updateDocument",
    params: { meetingId: part.meetingId, documentId: part.id },
    read: "getDocument",
    mark,
    body: { title: mark, presenterId: random.chance(0.7) ? (attendeeOf(drawing, part.meetingId) ?? null) : null },
  };
};

const removeDocument = ({ random, known }: Drawing): Plan | undefined => {
  const part = newest(random, known.documents);
  return (
    part && {
      operation: "deleteDocument",
      params: { meetingId: part.meetingId, documentId: part.id },
      read: "getDocument",
    }
  );
};

const vote = (drawing: Drawing): Plan | undefined => {
  const { random, known } = drawing;
  const meetingId = random.pick(known.meetings);
  if (meetingId === undefined) return undefined;
  const documents = known.documents.filter((part) => part.meetingId === meetingId);
  const excluded = random.chance(0.5) ? random.pick(known.members) : undefined;
  return {
    operation: "addVote",
    params: { meetingId },
    keyed: random.chance(0.9),
    body: given({
      subject: drawing.mark(),
      documentId: random.chance(0.8) ? random.pick(documents)?.id : undefined,
      base: { count: 3, ...(excluded ? { exclusions: [{ memberId: excluded, reason: "vắng" }] } : {}) },
      for: random.pick([1, 3]),
      against: 0,
      abstain: 0,
    }),
  };
};

const guide = (drawing: Drawing): Plan | undefined => {
  const { random, known } = drawing;
  const meetingId = random.pick(known.meetings);
  if (meetingId === undefined) return undefined;
  return {
    operation: "addGuidance",
    params: { meetingId },
    keyed: random.chance(0.9),
    body: given({ number: 1 + random.below(3), text: drawing.mark(), attendeeId: attendeeOf(drawing, meetingId) }),
    learn: remember(known.guidance, meetingId),
  };
};

const changeGuidance = (drawing: Drawing): Plan | undefined => {
  const { random, known } = drawing;
  const part = random.pick(known.guidance);
  if (!part) return undefined;
  const mark = drawing.mark();
  return {
    operation: "updateGuidance",
    params: { meetingId: part.meetingId, guidanceId: part.id },
    read: "getGuidance",
    mark,
    body: { text: mark, attendeeId: random.chance(0.6) ? (attendeeOf(drawing, part.meetingId) ?? null) : null },
  };
};

const removeGuidance = ({ random, known }: Drawing): Plan | undefined => {
  const part = newest(random, known.guidance);
  return (
    part && {
      operation: "deleteGuidance",
      params: { meetingId: part.meetingId, guidanceId: part.id },
      read: "getGuidance",
    }
  );
};

const setAgenda = (drawing: Drawing): Plan | undefined => {
  const { random, known } = drawing;
  const meetingId = random.pick(known.meetings);
  if (meetingId === undefined) return undefined;
  const presenterId = random.chance(0.7) ? attendeeOf(drawing, meetingId) : undefined;
  return {
    operation: "putAgenda",
    params: { meetingId },
    body: { items: [given({ number: 1, title: drawing.mark(), presenterId })] },
    ...(random.chance(0.5) ? { read: "getAgenda" } : {}),
  };
};

export const documents = [addDocument, changeDocument, removeDocument, removeDocument, vote, vote];
export const naming = [attend, vote, removeAttendee];
export const pointing = [guide, changeGuidance, removeGuidance, removeGuidance, addDocument, removeAttendee];
export const parts = [attend, attend, changeAttendee, removeAttendee, addDocument, changeDocument, removeDocument];
export const decisions = [vote, vote, guide, changeGuidance, removeGuidance, setAgenda, setAgenda];
