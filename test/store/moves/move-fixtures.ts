import { awardInput } from "../../../lib/awards/schema.ts";
import { createAward } from "../../../lib/awards/writes.ts";
import { listOrganisations } from "../../../lib/organisations/lists.ts";
import { listMoves, moveOrganisation } from "../../../lib/organisations/moves.ts";
import { loadOrganisationWithTree } from "../../../lib/organisations/reads.ts";
import { type MoveRecord, moveInput, type Organisation } from "../../../lib/organisations/schema.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import type { World } from "../../support/world.ts";
import { createMeetingFixtures } from "../meetings/meeting-fixtures.ts";
import { createCommitteeFixtures } from "../members/committee-fixtures.ts";

/** Moves and what they change, by the use cases. */
export const createMoveFixtures = (world: World) => {
  const room = createMeetingFixtures(world);
  const move = (id: string, input: object, caller?: Caller) =>
    moveOrganisation(world.contextAs(caller), id, { validation: validateInput(moveInput, input) });
  return {
    ...room,
    /** Creates a member; `create` creates a meeting. */
    enrol: createCommitteeFixtures(world).create,
    move,
    moved: async (id: string, parentId: string | undefined, on: string, caller?: Caller) =>
      (await move(id, { parentId, on }, caller)).record as MoveRecord,
    moves: async (id: string, caller?: Caller) =>
      (await listMoves(world.contextAs(caller), id, { limit: 100 })).items.map(({ on, parentId }) => [on, parentId]),
    honour: async (organisationId: string, year: number, title: string) => {
      const award = { organisationId, form: "commendation", title, year, recipients: [{ organisationId }] };
      const validation = validateInput(awardInput, award);
      return (await createAward(world.contextAs(), validation, "en")).record as { id: string };
    },
    seen: async (id: string, caller?: Caller): Promise<Organisation | undefined> =>
      (await loadOrganisationWithTree(world.contextAs(caller), id))?.record,
    below: async (parentId: string | undefined, caller?: Caller) =>
      (await listOrganisations(world.contextAs(caller), { parentId }, { limit: 100 })).items.map(({ id }) => id).sort(),
    /** Another superior. */
    ministryBelow: (parentId: string, name = "Đảng bộ khác") =>
      room.organisation({ kind: "superior-committee", name, parentId }),
  };
};
