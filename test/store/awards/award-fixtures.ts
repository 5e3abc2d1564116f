import { getAward, listAwards } from "../../../lib/awards/reads.ts";
import { type Award, type AwardInput, type AwardQuery, awardInput } from "../../../lib/awards/schema.ts";
import { createAward, deleteAward, putAwardByExternalId, updateAward } from "../../../lib/awards/writes.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import type { World } from "../../support/world.ts";
import { createMeetingFixtures } from "../meetings/meeting-fixtures.ts";

/** Calls the use cases of awards and of meetings. */
export const createAwardFixtures = (world: World) => {
  const meetings = createMeetingFixtures(world);
  const list = (query: AwardQuery, caller?: Caller) => listAwards(world.contextAs(caller), query, { limit: 100 });
  return {
    ...meetings,
    /** A superior with a committee, its department with a cell, another cell, and a member of each cell. */
    committeeWithMembers: async () => {
      const { ministry: top, tenantId, department, inner, second: cell } = await meetings.committee();
      const member = async (organisationId: string, fullName: string) =>
        (await meetings.create({ organisationId, fullName, confirmed: true })).id;
      const [an, binh] = [await member(inner, "Nguyễn Văn An"), await member(cell, "Trần Thị Bình")];
      return { top, tenantId, department, inner, cell, an, binh };
    },
    /** A review conference with a guest. */
    createConference: async (organisationId: string) => {
      const { id: meetingId } = await meetings.createMeeting(organisationId, { kind: "review" });
      const [guest] = await meetings.addAttendees(meetingId, { guest: { fullName: "Phạm Văn Khách" } });
      return { meetingId, guestId: guest?.id ?? "" };
    },
    createAward: async (fields: Partial<AwardInput> & object, caller?: Caller) => {
      const input = { form: "certificate-of-merit", title: "Hoàn thành xuất sắc nhiệm vụ", year: 2023, ...fields };
      return (await createAward(world.contextAs(caller), validateInput(awardInput, input), "en")).record as Award;
    },
    patchAward: (id: string, version: number, change: object) =>
      updateAward(world.contextAs(), id, {
        precondition: { versions: [version] },
        change: (current) => validateInput(awardInput, mergePatch(current, change)),
        language: "en",
      }),
    putAward: (external: { source: string; externalId: string }, input: object) => {
      const body = validateInput(awardInput, input);
      return putAwardByExternalId(world.contextAs(), { external, precondition: undefined, body }, "en");
    },
    deleteAward: (id: string, version: number) => deleteAward(world.contextAs(), id, { versions: [version] }),
    getAward: async (id: string, caller?: Caller) =>
      (await getAward(world.contextAs(caller), id, "en")).record as Award,
    listAwards: list,
    listIds: async (query: AwardQuery, caller?: Caller) => (await list(query, caller)).items.map(({ id }) => id),
    countAwards: async (organisationId: string, asOf?: string) => (await meetings.figures(organisationId, asOf)).awards,
  };
};
