import { listAwards, requireAwardWithTree } from "../../../lib/awards/reads.ts";
import { type Award, type AwardInput, type AwardQuery, awardInput } from "../../../lib/awards/schema.ts";
import { createAward, deleteAward, putAwardByExternalId, updateAward } from "../../../lib/awards/writes.ts";
import { addAttendees } from "../../../lib/meetings/attendees.ts";
import { attendeesInput } from "../../../lib/meetings/part-schemas.ts";
import { meetingInput } from "../../../lib/meetings/schema.ts";
import { createMeeting } from "../../../lib/meetings/writes.ts";
import { memberInput } from "../../../lib/members/schema.ts";
import { createMember } from "../../../lib/members/writes.ts";
import { getStatistics } from "../../../lib/organisations/reads.ts";
import { organisationInput } from "../../../lib/organisations/schema.ts";
import { createOrganisation } from "../../../lib/organisations/writes.ts";
import type { Caller, Result } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import { Problem } from "../../../lib/shared/problem.ts";
import type { Statistics } from "../../../lib/statistics/schema.ts";
import type { World } from "../../support/world.ts";

const idOf = ({ record }: Result) => (record as { id: string }).id;

/** What tests do to awards of a world, as the use cases do it. */
export const office = (world: World) => {
  const organisation = async (input: object) =>
    idOf(await createOrganisation(world.workAs(), validateInput(organisationInput, input)));
  const member = async (organisationId: string, fullName: string, more: object = {}) =>
    idOf(await createMember(world.workAs(), validateInput(memberInput, { organisationId, fullName, ...more })));
  return {
    organisation,
    member,
    /** A superior with a committee, its department with a cell, another cell, and two members. */
    committee: async () => {
      const top = await organisation({ kind: "superior-committee", name: "Đảng bộ Bộ" });
      const tenantId = await organisation({ kind: "grassroots-committee", name: "Đảng bộ Viện", parentId: top });
      const department = await organisation({ kind: "departmental-committee", name: "Bộ phận", parentId: tenantId });
      const inner = await organisation({ kind: "cell", name: "Chi bộ 1", parentId: department });
      const cell = await organisation({ kind: "cell", name: "Chi bộ 5", parentId: tenantId });
      const an = await member(inner, "Nguyễn Văn An");
      const binh = await member(cell, "Trần Thị Bình");
      return { top, tenantId, department, inner, cell, an, binh };
    },
    /** A review conference with a guest. */
    meeting: async (organisationId: string, more: object = {}) => {
      const validation = validateInput(meetingInput, {
        organisationId,
        kind: "review",
        title: "Hội nghị tổng kết",
        startsOn: "2023-12-26",
        ...more,
      });
      const meetingId = idOf(await createMeeting(world.workAs(), validation));
      const attendees = { attendees: [{ guest: { fullName: "Phạm Văn Khách" }, roles: ["superior"] }] };
      const { record } = await addAttendees(world.workAs(), meetingId, validateInput(attendeesInput, attendees));
      const guestId = (record as { items: { id: string }[] }).items[0]?.id ?? "";
      return { meetingId, guestId };
    },
    award: async (input: Partial<AwardInput> & object, caller?: Caller) => {
      const whole = { form: "certificate-of-merit", title: "Hoàn thành xuất sắc nhiệm vụ", year: 2023, ...input };
      return (await createAward(world.workAs(caller), validateInput(awardInput, whole), "en")).record as Award;
    },
    patch: (id: string, version: number, change: object, caller?: Caller) =>
      updateAward(world.workAs(caller), id, {
        precondition: { versions: [version] },
        change: (current) => validateInput(awardInput, mergePatch(current, change)),
        language: "en",
      }),
    put: (external: { source: string; externalId: string }, input: object, caller?: Caller) =>
      putAwardByExternalId(
        world.workAs(caller),
        { external, precondition: undefined, body: validateInput(awardInput, input) },
        "en",
      ),
    remove: (id: string, version: number, caller?: Caller) =>
      deleteAward(world.workAs(caller), id, { versions: [version] }),
    get: (id: string, caller?: Caller) => requireAwardWithTree(world.workAs(caller), id, "en"),
    list: (query: AwardQuery, caller?: Caller, limit = 100) =>
      listAwards(world.workAs(caller), query, { page: { limit }, language: "en" }),
    listed: async (query: AwardQuery, caller?: Caller) =>
      (await listAwards(world.workAs(caller), query, { page: { limit: 100 }, language: "en" })).items.map(
        ({ id }) => id,
      ),
    figures: async (organisationId: string, asOf?: string) =>
      ((await getStatistics(world.workAs(), organisationId, asOf)).record as Statistics).awards,
  };
};

/** What a write ended with: the code of the problem, or its faults as `pointer code`. */
export const refusalOf = async (promise: Promise<unknown>): Promise<string | string[]> => {
  try {
    await promise;
    return "accepted";
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.details.fieldErrors?.map(({ pointer, code }) => `${pointer} ${code}`) ?? error.code;
  }
};
