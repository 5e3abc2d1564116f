import { type Api, listAll } from "./api.ts";
import type { CitationFact, Facts } from "./facts.ts";
import type { Member } from "./members.ts";
import type { Tree } from "./tree.ts";

export type Meeting = { id: string; date: string; title: string; references: CitationFact[] };
export type Attendee = { id: string; memberId?: string; guest?: { fullName: string }; roles: string[] };
export type Document = { id: string; title: string; status: string };
export type Vote = {
  id: string;
  documentId?: string;
  base: { count: number };
  share: { for: number; base: number; percent: number };
  adopted: boolean;
};
export type Guidance = { id: string; number: number; text: string; references: CitationFact[] };

export const recordMeeting = (api: Api, { meeting }: Facts, tree: Tree): Promise<Meeting> =>
  api.put<Meeting>("/v1/meetings/external/meeting-room/2023-12-26", {
    organisationId: tree.committee.id,
    kind: meeting.kind,
    title: meeting.title,
    startsOn: meeting.date,
    partOfDay: meeting.partOfDay,
    status: "held",
    // Only the text: the service parses kind, number, issuer and date.
    references: meeting.references.map(({ text }) => text),
    visibility: "public",
  });

/** Finds or creates a record, so that the demo can run twice. */
const once = async <T>(api: Api, path: string, matches: (one: T) => boolean, body: object, key: string): Promise<T> =>
  (await listAll<T>(api, path)).find(matches) ?? api.post<T>(path, body, key);

export const recordAttendees = async (
  api: Api,
  facts: Facts,
  tree: Tree,
  members: readonly Member[],
  meeting: Meeting,
) => {
  const path = `/v1/meetings/${meeting.id}/attendees`;
  const present = await listAll<Attendee>(api, path);
  if (present.length > 0) return present;
  const attendees = facts.meeting.attendees.map(({ guest, member, group, roles }) => ({
    ...(guest ? { guest: { ...guest, organisation: tree.byKey.get(guest.organisation)?.name } } : {}),
    ...(member ? { memberId: members.find(({ fullName }) => fullName === member)?.id } : {}),
    ...(group ? { group } : {}),
    roles,
  }));
  return (await api.post<{ items: Attendee[] }>(path, { attendees }, `${meeting.id}-attendees`)).items;
};

export const recordAgenda = (api: Api, facts: Facts, meeting: Meeting, presenterId: string) =>
  api.put(`/v1/meetings/${meeting.id}/agenda`, {
    items: [
      { number: 1, title: facts.meeting.document.title, presenterId },
      { number: 2, title: "Biểu quyết" },
      { number: 3, title: "Phát biểu chỉ đạo" },
      { number: 4, title: "Khen thưởng" },
    ],
  });

export const recordDocument = (api: Api, { meeting: { document } }: Facts, meeting: Meeting, presenterId: string) => {
  const { kind, title, findings } = document;
  const path = `/v1/meetings/${meeting.id}/documents`;
  const isIt = (one: Document) => one.title === title;
  return once<Document>(api, path, isIt, { kind, title, findings, presenterId }, `${meeting.id}-report`);
};

export const recordVote = (
  api: Api,
  { expected, meeting: { document } }: Facts,
  meeting: Meeting,
  documentId: string,
) => {
  const isIt = (vote: Vote) => vote.documentId === documentId;
  // Without a base, the service counts who may vote on that day.
  const body = { subject: document.title, documentId, for: expected.vote.for, against: 0, abstain: 0 };
  return once<Vote>(api, `/v1/meetings/${meeting.id}/votes`, isIt, body, `${meeting.id}-vote`);
};

export const recordGuidance = async (api: Api, facts: Facts, meeting: Meeting, attendeeId: string) => {
  const path = `/v1/meetings/${meeting.id}/guidance`;
  for (const point of facts.meeting.guidance) {
    const isIt = ({ number }: Guidance) => number === point.number;
    await once<Guidance>(api, path, isIt, { ...point, attendeeId }, `${meeting.id}-guidance-${point.number}`);
  }
};
