import { addHistoryEntry, listHistory } from "../../../lib/members/history.ts";
import { getMember, listMembers } from "../../../lib/members/reads.ts";
import {
  type HistoryRecord,
  historyInput,
  type MemberRecord,
  type MembersQuery,
  memberInput,
} from "../../../lib/members/schema.ts";
import { createMember, updateMember } from "../../../lib/members/writes.ts";
import { getStatistics } from "../../../lib/organisations/reads.ts";
import { organisationInput } from "../../../lib/organisations/schema.ts";
import { createOrganisation, deleteOrganisation, updateOrganisation } from "../../../lib/organisations/writes.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { isWriteConflict, retryOnConflict } from "../../../lib/records/retry-on-conflict.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import type { Statistics } from "../../../lib/statistics/schema.ts";
import type { World } from "../../support/world.ts";

/** Organisations and members of a world, created and changed by the use cases. */
export const createCommitteeFixtures = (world: World) => {
  const organisation = async (input: object) => {
    const { record } = await createOrganisation(world.contextAs(), validateInput(organisationInput, input));
    return (record as { id: string }).id;
  };
  const patchOrganisation = (id: string, version: number, change: object, caller?: Caller) =>
    updateOrganisation(world.contextAs(caller), id, {
      precondition: { versions: [version] },
      change: (current) => validateInput(organisationInput, mergePatch(current, change)),
    });
  return {
    organisation,
    patchOrganisation,
    deleteOrganisation: (id: string, version = 1) => deleteOrganisation(world.contextAs(), id, { versions: [version] }),
    /** Two superiors, a committee under them, a department, and three cells, one of them in the department. */
    committee: async () => {
      const top = await organisation({ kind: "superior-committee", name: "Đảng bộ Khối" });
      const ministry = await organisation({ kind: "superior-committee", name: "Đảng bộ Bộ", parentId: top });
      const tenantId = await organisation({ kind: "grassroots-committee", name: "Đảng bộ Viện", parentId: ministry });
      const department = await organisation({
        kind: "departmental-committee",
        name: "Đảng bộ bộ phận",
        parentId: tenantId,
      });
      const cell = (name: string, parentId: string) => organisation({ kind: "cell", name, parentId });
      const cells = [
        await cell("Chi bộ 1", tenantId),
        await cell("Chi bộ 2", tenantId),
        await cell("Chi bộ 3", department),
      ];
      const [first = "", second = "", inner = ""] = cells;
      return { top, ministry, tenantId, department, first, second, inner };
    },
    create: async (input: object, caller?: Caller) =>
      (await createMember(world.contextAs(caller), validateInput(memberInput, input))).record as MemberRecord,
    patch: async (id: string, version: number, change: object, caller?: Caller) =>
      updateMember(world.contextAs(caller), id, {
        precondition: { versions: [version] },
        change: (current) => validateInput(memberInput, mergePatch(current, change)),
      }),
    history: async (id: string, entry: object, caller?: Caller) => {
      const add = () =>
        addHistoryEntry(world.contextAs(caller), id, {
          precondition: undefined,
          validation: validateInput(historyInput, entry),
        });
      return (await retryOnConflict(isWriteConflict, add)).record as HistoryRecord;
    },
    get: (id: string, asOf?: string, caller?: Caller) => getMember(world.contextAs(caller), id, asOf),
    historyOf: (id: string) => listHistory(world.contextAs(), id, { limit: 100 }),
    names: async (query: MembersQuery, caller?: Caller) => {
      const page = await listMembers(world.contextAs(caller), query, { limit: 100 });
      return page.items.map(({ fullName }) => fullName);
    },
    figures: async (organisationId: string, asOf?: string) =>
      (await getStatistics(world.contextAs(), organisationId, asOf)).record as Statistics,
  };
};

export type Committee = Awaited<ReturnType<ReturnType<typeof createCommitteeFixtures>["committee"]>>;
