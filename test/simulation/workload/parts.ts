import {
  inMeeting,
  newest,
  type PlanGenerator,
  perhaps,
  rememberPart,
  remove,
  update,
  type WorkloadContext,
} from "./context.ts";

/** Usually an attendee of the meeting, sometimes of another. */
const attendeeOf = ({ random, known }: WorkloadContext, meetingId: string): string | undefined => {
  const there = known.attendees.filter((part) => part.meetingId === meetingId);
  return random.pick(there.length > 0 && random.chance(0.95) ? there : known.attendees)?.id;
};

/** Usually an attendee of the meeting, otherwise null. */
const attendeeOrNull = (context: WorkloadContext, meetingId: string, probability: number) =>
  context.random.chance(probability) ? (attendeeOf(context, meetingId) ?? null) : null;

const attend = inMeeting(({ random, known, marker }, meetingId) => {
  const someone = () => ({
    ...(random.chance(0.8) ? { memberId: random.pick(known.members) } : { guest: { fullName: marker() } }),
    roles: ["participant"],
    reason: marker(),
  });
  return {
    operation: "addAttendees",
    withKey: random.chance(0.9),
    body: { attendees: random.chance(0.3) ? [someone(), someone()] : [someone()] },
    onSuccess: ({ items }) => {
      for (const { id } of items as { id: string }[]) known.attendees.push({ meetingId, id });
    },
  };
});

const changeAttendee: PlanGenerator = (context) => {
  const { random, known } = context;
  const presence = () => random.pick(["present", "excused"]);
  return update(context, "Attendee", random.pick(known.attendees), (reason) => ({ reason, presence: presence() }));
};

const removeAttendee: PlanGenerator = ({ random, known }) => remove("Attendee", random.pick(known.attendees));

const addDocument = inMeeting((context, meetingId) => {
  const { random, known } = context;
  const presenterId = random.chance(0.6) ? attendeeOf(context, meetingId) : undefined;
  return {
    operation: "addDocument",
    withKey: random.chance(0.9),
    body: { kind: "resolution", title: context.marker(), presenterId },
    onSuccess: rememberPart(known.documents, meetingId),
  };
});

const changeDocument: PlanGenerator = (context) =>
  update(context, "Document", context.random.pick(context.known.documents), (title, { meetingId }) => ({
    title,
    presenterId: attendeeOrNull(context, meetingId, 0.7),
  }));

const removeDocument: PlanGenerator = ({ random, known }) => remove("Document", newest(random, known.documents));

const vote = inMeeting(({ random, known, marker }, meetingId) => {
  const documents = known.documents.filter((part) => part.meetingId === meetingId);
  const memberId = perhaps(random, 0.5, known.members);
  return {
    operation: "addVote",
    withKey: random.chance(0.9),
    body: {
      subject: marker(),
      documentId: perhaps(random, 0.8, documents)?.id,
      base: { count: 3, ...(memberId ? { exclusions: [{ memberId, reason: "vắng" }] } : {}) },
      for: random.pick([1, 3]),
      against: 0,
      abstain: 0,
    },
  };
});

const guide = inMeeting((context, meetingId) => ({
  operation: "addGuidance",
  withKey: context.random.chance(0.9),
  body: {
    number: 1 + context.random.below(3),
    text: context.marker(),
    attendeeId: attendeeOf(context, meetingId),
  },
  onSuccess: rememberPart(context.known.guidance, meetingId),
}));

const changeGuidance: PlanGenerator = (context) =>
  update(context, "Guidance", context.random.pick(context.known.guidance), (text, { meetingId }) => ({
    text,
    attendeeId: attendeeOrNull(context, meetingId, 0.6),
  }));

const removeGuidance: PlanGenerator = ({ random, known }) => remove("Guidance", newest(random, known.guidance));

const setAgenda = inMeeting((context, meetingId) => {
  const { random } = context;
  const presenterId = random.chance(0.7) ? attendeeOf(context, meetingId) : undefined;
  return {
    operation: "putAgenda",
    body: { items: [{ number: 1, title: context.marker(), presenterId }] },
    ...(random.chance(0.5) ? { read: "getAgenda" } : {}),
  };
});

export const documents = [addDocument, changeDocument, removeDocument, removeDocument, vote, vote];
export const naming = [attend, vote, removeAttendee];
export const pointing = [guide, changeGuidance, removeGuidance, removeGuidance, addDocument, removeAttendee];
export const parts = [attend, attend, changeAttendee, removeAttendee, addDocument, changeDocument, removeDocument];
export const decisions = [vote, vote, guide, changeGuidance, removeGuidance, setAgenda, setAgenda];
