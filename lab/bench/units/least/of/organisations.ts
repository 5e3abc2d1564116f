import type { organisationsRoutes } from "../../../../../lib/contract/routes/organisations.ts";
import { keys, lists } from "../../../../../lib/table/keys.ts";
import { type Given, idOf, type LeastOf } from "../given.ts";
import type { Need } from "../need.ts";
import {
  current,
  figures,
  lookedUp,
  named,
  noted,
  once,
  organisation,
  page,
  record,
  unique,
  written,
} from "../needs.ts";

const tree = ({ archive }: Given) => keys.tree(archive.committeeId);
const external = ({ archive }: Given, id: string) =>
  keys.externalId(archive.committeeId, "organisation", "personnel", id);
const oneOrganisation = (given: Given) => current(keys.organisation(idOf(given, "organisationId")));

/** A cell counts from its beginning, which nobody knows: in the year that holds what has been so since always. */
const made = (given: Given): Need[] => [
  ...organisation(given.archive.committeeId),
  ...record(keys.organisation(given.record.id)),
  ...written("place", tree(given)),
  ...named(keys.tally(given.record.id), keys.tally(given.archive.committeeId)),
];

export const leastOfOrganisations: LeastOf<keyof typeof organisationsRoutes> = {
  createOrganisation: [(given) => [...made(given), ...once(given.after, given.asked.headers)]],
  listOrganisations: [
    ({ archive }) => [
      ...current(keys.organisation(archive.committeeId)),
      ...page({ index: "byTenant", partition: lists.inTenant(archive.committeeId, "organisation") }),
    ],
    ({ archive }) => [
      ...current(keys.organisation(archive.departmentId)),
      ...page({ index: "byUnit", partition: lists.inUnit(archive.departmentId, "organisation") }),
    ],
    (given) => [
      ...current(keys.organisation(given.archive.committeeId), keys.organisation(given.archive.cellId)),
      ...lookedUp(external(given, "cell-1")),
    ],
  ],
  getOrganisation: [oneOrganisation],
  updateOrganisation: [
    (given) => [...oneOrganisation(given), ...record(keys.organisation(given.record.id))],
    (given) => [
      ...oneOrganisation(given),
      ...organisation(given.archive.departmentId),
      ...record(keys.organisation(given.record.id)),
      ...written("place", tree(given)),
      ...named(
        keys.tally(given.record.id),
        keys.tally(given.archive.committeeId),
        keys.tally(given.archive.departmentId),
      ),
    ],
  ],
  deleteOrganisation: [
    (given) => {
      const id = idOf(given, "organisationId");
      return [
        ...oneOrganisation(given),
        ...current(tree(given)),
        ...record(keys.organisation(id)),
        ...noted(keys.organisation(id)),
        ...written("place", tree(given)),
        ...named(keys.tally(id), keys.tally(given.archive.committeeId)),
      ];
    },
  ],
  moveOrganisation: [
    (given) => {
      const id = idOf(given, "organisationId");
      const { departmentId } = given.archive;
      return [
        ...once(given.after, given.asked.headers),
        ...oneOrganisation(given),
        ...organisation(departmentId),
        // What it has counted, which the department counts from that day on.
        ...current(keys.tally(id)),
        ...record(keys.organisation(id), keys.move(id, "2024-01-01", given.record.id)),
        ...written("place", tree(given)),
        ...named(keys.tally(id), keys.tally(departmentId)),
        ...figures([departmentId], ["2024-01-01"]),
      ];
    },
  ],
  listMoves: [
    (given) => {
      const { pk, sk } = keys.move(idOf(given, "organisationId"), "", "");
      return [...oneOrganisation(given), ...page({ partition: pk, prefix: sk.slice(0, -1) })];
    },
  ],
  putOrganisationByExternalId: [
    (given) => [...made(given), ...lookedUp(external(given, "cell-20")), ...unique(external(given, "cell-20"))],
    (given) => [
      ...organisation(given.archive.committeeId),
      ...lookedUp(external(given, "cell-2")),
      ...current(keys.organisation(given.record.id)),
      ...record(keys.organisation(given.record.id)),
    ],
  ],
};
