import type { Plan } from "../callers/retrying-caller.ts";
import { newest, rememberPart, remove, update, type WorkloadContext, withoutUndefined } from "./context.ts";

/** Usually an attendee of the meeting, sometimes of another. */
const attendeeOf = ({ random, known }: WorkloadContext, meetingId: string): string | undefined => {
  const there = known.attendees.filter((part) => part.meetingId === meetingId);
  return random.pick(there.length > 0 && random.chance(0.95) ? there : known.attendees)?.id;
};

const attend = (context: WorkloadContext): Plan | undefined => {
  const { random, known } = context;
  const meetingId = random.pick(known.meetings);
  if (meetingId === undefined) return undefined;
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
};

const changeAttendee = (context: WorkloadContext) =>
  update(context, "Attendee", context.known.attendees, (reason) => ({
    reason,
    presence: context.random.pick(["present", "excused"]),
  }));

const removeAttendee = ({ random, known }: WorkloadContext) => remove("Attendee", random.pick(known.attendees));

const addDocument = (context: WorkloadContext): Plan | undefined => {
  const { random, known } = context;
  const meetingId = random.pick(known.meetings);
  if (meetingId === undefined) return undefined;
  const presenterId = random.chance(0.6) ? attendeeOf(context, meetingId) : undefined;
  return {
    operation: "addDocument",
    params: { meetingId },
    withKey: random.chance(0.9),
    body: withoutUndefined({ kind: "resolution", title: context.marker(), presenterId }),
    onSuccess: rememberPart(known.documents, meetingId),
  };
};

/** Usually an attendee of the meeting, otherwise null. */
const attendeeOrNull = (context: WorkloadContext, meetingId: string, probability: number) =>
  context.random.chance(probability) ? (attendeeOf(context, meetingId) ?? null) : null;

const changeDocument = (context: WorkloadContext) =>
  update(context, "Document", context.known.documents, (title, { meetingId }) => ({
    title,
    presenterId: attendeeOrNull(context, meetingId, 0.7),
  }));

const removeDocument = ({ random, known }: WorkloadContext) => remove("Document", newest(random, known.documents));

const vote = (context: WorkloadContext): Plan | undefined => {
  const { random, known } = context;
  const meetingId = random.pick(known.meetings);
  if (meetingId === undefined) return undefined;
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
};

const guide = (context: WorkloadContext): Plan | undefined => {
  const { random, known } = context;
  const meetingId = random.pick(known.meetings);
  if (meetingId === undefined) return undefined;
  return {
    operation: "addGuidance",
    params: { meetingId },
    withKey: random.chance(0.9),
    body: withoutUndefined({
      number: 1 + random.below(3),
      text: context.marker(),
      attendeeId: attendeeOf(context, meetingId),
    }),
    onSuccess: rememberPart(known.guidance, meetingId),
  };
};

const changeGuidance = (context: WorkloadContext) =>
  update(context, "Guidance", context.known.guidance, (text, { meetingId }) => ({
    text,
    attendeeId: attendeeOrNull(context, meetingId, 0.6),
  }));

const removeGuidance = ({ random, known }: WorkloadContext) => remove("Guidance", newest(random, known.guidance));

const setAgenda = (context: WorkloadContext): Plan | undefined => {
  const { random, known } = context;
  const meetingId = random.pick(known.meetings);
  if (meetingId === undefined) return undefined;
  const presenterId = random.chance(0.7) ? attendeeOf(context, meetingId) : undefined;
  return {
    operation: "putAgenda",
    params: { meetingId },
    body: { items: [withoutUndefined({ number: 1, title: context.marker(), presenterId })] },
    ...(random.chance(0.5) ? { read: "getAgenda" } : {}),
  };
};

export const documents = [addDocument, changeDocument, removeDocument, removeDocument, vote, vote];
export const naming = [attend, vote, removeAttendee];
export const pointing = [guide, changeGuidance, removeGuidance, removeGuidance, addDocument, removeAttendee];
export const parts = [attend, attend, changeAttendee, removeAttendee, addDocument, changeDocument, removeDocument];
export const decisions = [vote, vote, guide, changeGuidance, removeGuidance, setAgenda, setAgenda];
