import type { Plan } from "../callers/retrying-caller.ts";
import { forOne, newest, type Part, type WorkloadContext, withoutUndefined } from "./context.ts";

/** Usually an attendee of the meeting, sometimes of another. */
const attendeeOf = ({ random, known }: WorkloadContext, meetingId: string): string | undefined => {
  const there = known.attendees.filter((part) => part.meetingId === meetingId);
  return random.pick(there.length > 0 && random.chance(0.95) ? there : known.attendees)?.id;
};

const attend = (context: WorkloadContext): Plan | undefined => {
  const { random, known } = context;
  return forOne(context, known.meetings, (meetingId) => {
  const someone = () => ({
    ...(random.chance(0.8) ? { memberId: random.pick(known.members) } : { guest: { fullName: context.marker() } }),
    roles: ["participant"],
    reason: context.marker(),
  });
    return {
    operation: "addAttendees",
    params: { meetingId },
    withKey: random.chance(0.9),
    body: { attendees: random.chance(0.3) ? [someone(), someone()] : [someone()] },
    onSuccess: ({ items }) => {
      for (const { id } of items as { id: string }[]) known.attendees.push({ meetingId, id });
    },
    };
  });
};

const changeAttendee = (context: WorkloadContext): Plan | undefined => {
  const part = context.random.pick(context.known.attendees);
  const marker = context.marker();
  return (
    part && {
      operation: "updateAttendee",
      params: { meetingId: part.meetingId, attendeeId: part.id },
      read: "getAttendee",
      marker,
      body: { reason: marker, presence: context.random.pick(["present", "excused"]) },
    }
  );
};

const removeAttendee = ({ random, known }: WorkloadContext): Plan | undefined => {
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

const addDocument = (context: WorkloadContext): Plan | undefined => {
  const { random, known } = context;
  return forOne(context, known.meetings, (meetingId) => {
  const presenterId = random.chance(0.6) ? attendeeOf(context, meetingId) : undefined;
    return {
    operation: "addDocument",
    params: { meetingId },
    withKey: random.chance(0.9),
    body: withoutUndefined({ kind: "resolution", title: context.marker(), presenterId }),
    onSuccess: remember(known.documents, meetingId),
    };
  });
};

const changeDocument = (context: WorkloadContext): Plan | undefined => {
  const { random } = context;
  return forOne(context, context.known.documents, (part) => {
  const marker = context.marker();
    return {
    operation: "updateDocument",
    params: { meetingId: part.meetingId, documentId: part.id },
    read: "getDocument",
    marker,
    body: { title: marker, presenterId: random.chance(0.7) ? (attendeeOf(context, part.meetingId) ?? null) : null },
    };
  });
};

const removeDocument = ({ random, known }: WorkloadContext): Plan | undefined => {
  const part = newest(random, known.documents);
  return (
    part && {
      operation: "deleteDocument",
      params: { meetingId: part.meetingId, documentId: part.id },
      read: "getDocument",
    }
  );
};

const vote = (context: WorkloadContext): Plan | undefined => {
  const { random, known } = context;
  return forOne(context, known.meetings, (meetingId) => {
  const documents = known.documents.filter((part) => part.meetingId === meetingId);
  const excluded = random.chance(0.5) ? random.pick(known.members) : undefined;
    return {
    operation: "addVote",
    params: { meetingId },
    withKey: random.chance(0.9),
    body: withoutUndefined({
      subject: context.marker(),
      documentId: random.chance(0.8) ? random.pick(documents)?.id : undefined,
      base: { count: 3, ...(excluded ? { exclusions: [{ memberId: excluded, reason: "vắng" }] } : {}) },
      for: random.pick([1, 3]),
      against: 0,
      abstain: 0,
    }),
    };
  });
};

const guide = (context: WorkloadContext): Plan | undefined => {
  const { random, known } = context;
  return forOne(context, known.meetings, (meetingId) => ({
    operation: "addGuidance",
    params: { meetingId },
    withKey: random.chance(0.9),
    body: withoutUndefined({
      number: 1 + random.below(3),
      text: context.marker(),
      attendeeId: attendeeOf(context, meetingId),
    }),
    onSuccess: remember(known.guidance, meetingId),
  }));
};

const changeGuidance = (context: WorkloadContext): Plan | undefined => {
  const { random } = context;
  return forOne(context, context.known.guidance, (part) => {
  const marker = context.marker();
    return {
    operation: "updateGuidance",
    params: { meetingId: part.meetingId, guidanceId: part.id },
    read: "getGuidance",
    marker,
    body: { text: marker, attendeeId: random.chance(0.6) ? (attendeeOf(context, part.meetingId) ?? null) : null },
    };
  });
};

const removeGuidance = ({ random, known }: WorkloadContext): Plan | undefined => {
  const part = newest(random, known.guidance);
  return (
    part && {
      operation: "deleteGuidance",
      params: { meetingId: part.meetingId, guidanceId: part.id },
      read: "getGuidance",
    }
  );
};

const setAgenda = (context: WorkloadContext): Plan | undefined => {
  const { random } = context;
  return forOne(context, context.known.meetings, (meetingId) => {
  const presenterId = random.chance(0.7) ? attendeeOf(context, meetingId) : undefined;
    return {
    operation: "putAgenda",
    params: { meetingId },
    body: { items: [withoutUndefined({ number: 1, title: context.marker(), presenterId })] },
    ...(random.chance(0.5) ? { read: "getAgenda" } : {}),
    };
  });
};

export const documents = [addDocument, changeDocument, removeDocument, removeDocument, vote, vote];
export const naming = [attend, vote, removeAttendee];
export const pointing = [guide, changeGuidance, removeGuidance, removeGuidance, addDocument, removeAttendee];
export const parts = [attend, attend, changeAttendee, removeAttendee, addDocument, changeDocument, removeDocument];
export const decisions = [vote, vote, guide, changeGuidance, removeGuidance, setAgenda, setAgenda];
