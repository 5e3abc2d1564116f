import type { Api } from "./api.ts";
import type { Attendee, Meeting } from "./conference.ts";
import type { Facts } from "./facts.ts";
import type { Member } from "./members.ts";
import type { Tree } from "./tree.ts";

export type Award = { id: string; counts: { collective: number; individual: number } };

/** One award to the cells the report names and to as many members as it counts. */
export const recordAward = (
  api: Api,
  { awards }: Facts,
  record: { tree: Tree; members: readonly Member[]; meeting: Meeting; attendees: readonly Attendee[] },
): Promise<Award> => {
  const { tree, members, meeting, attendees } = record;
  const presentedBy = attendees.find(({ guest }) => guest?.fullName === awards.collectivePresentedBy)?.id;
  const cells = tree.cells.filter(({ name }) => awards.collective.includes(name));
  return api.put<Award>("/v1/awards/external/meeting-room/2023-12-26", {
    organisationId: tree.committee.id,
    conferredBy: tree.committee.id,
    form: awards.form,
    title: awards.title,
    year: awards.year,
    meetingId: meeting.id,
    recipients: [
      ...cells.map(({ id }) => ({ organisationId: id, presentedBy })),
      ...members.slice(1, 1 + awards.individuals).map(({ id }) => ({ memberId: id })),
    ],
    visibility: "public",
  });
};
