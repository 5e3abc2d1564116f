import { referenceCounters, referencesBy } from "../records/references.ts";
import { Problem } from "../shared/problem.ts";
import {
  type AncestorRef,
  deltasIn,
  placementAttribute,
  recomputeDeltas,
  sequence,
  tallyWrites,
} from "../statistics/tally.ts";
import { keys } from "../table/keys.ts";
import { add, type Item, insert, replace, update, type Write } from "../table/write.ts";
import type { Descendant } from "./hierarchy.ts";
import { expectPlacement, organisationGuards, organisationItemOf } from "./items.ts";
import { type ParentPeriod, parentsEver } from "./parent-periods.ts";
import type { MoveRecord } from "./schema.ts";
import { isTenantKind } from "./schema.ts";
import { stageWrites } from "./staged-changes.ts";
import type { OrganisationWithTree } from "./tree.ts";
import { type CommitteeTree, datedAncestors, parentHistory, type StoredOrganisation, type TreeUnit } from "./tree.ts";
import { replaceUnit } from "./tree-writes.ts";

/** Counters that are corrected with a move; the rest of the transaction is for record, trees and ancestors. */
const countsMaximum = 50;

const overtaken = () => new Problem("write-conflict");

/** An organisation that moves, and everything that was read for it. */
export type PlannedMove = {
  found: OrganisationWithTree;
  after: StoredOrganisation;
  move: MoveRecord;
  client: string;
  parentPeriods: readonly ParentPeriod[];
  /** Of a unit all its tally items, the yearly one first; of a tenant the yearly one. */
  tallies: readonly Item[];
  /** Organisations that must not move concurrently: the new parent, and its current and former ancestors. */
  expectedPlacements: readonly AncestorRef[];
  /** Ids from the top superior down to the new parent; undefined if the parent does not change. */
  path: readonly string[] | undefined;
  descendants: readonly Descendant[];
};

/** Writes of a move: the organisation, its tree, its former and new ancestors and its descendants. */
export const moveOrganisationWrites = (planned: PlannedMove): Write[] => {
  const { found, after, move, client, tallies, expectedPlacements } = planned;
  const { id, kind } = found.record;
  const [own] = found.chain;
  const [yearly] = tallies;
  const unchanged = isTenantKind(kind) ? { tenants: yearly?.tenants } : { [sequence]: yearly?.[sequence] };
  return [
    replace(organisationItemOf(after), found.version, overtaken),
    insert({ ...keys.move(id, move.on, move.id), ...move, by: client }),
    add(
      keys.tally(id),
      { [placementAttribute]: 1, ...referenceCounters({ by: "organisation", count: 1 }), [sequence]: 1 },
      { expect: { ...expectPlacement(own?.placementVersion), ...unchanged } },
    ),
    ...expectedPlacements.map(({ organisationId, placementVersion }) =>
      add(keys.tally(organisationId), {}, { expect: expectPlacement(placementVersion) }),
    ),
    ...parentWrites(planned),
    ...(isTenantKind(kind) ? tenantWrites(planned) : unitWrites(planned)),
    ...organisationGuards(found, after),
  ];
};

/** Counts a reference at every current and former parent, which therefore cannot be deleted. */
const parentWrites = ({ found: { record, tree }, after, parentPeriods }: PlannedMove): Write[] => {
  const [before, now] = [parentsEver(parentHistory(tree, record.id)), parentsEver(parentPeriods)];
  const change = (was: boolean, is: boolean) => Number(is) - Number(was);
  return [...new Set([...before, ...now])].map((id) =>
    add(keys.tally(id), {
      refs: change(before.has(id), now.has(id)),
      [referencesBy("organisation")]: change(before.has(id), now.has(id)),
      ...(isTenantKind(record.kind) ? { tenants: change(record.parentId === id, after.record.parentId === id) } : {}),
    }),
  );
};

const unitWrites = (planned: PlannedMove): Write[] => {
  const { found, after, move, parentPeriods, tallies } = planned;
  const { record, tree, chain } = found;
  const { id, kind } = record;
  const before = chain[0]?.placementVersion ?? 0;
  const unit: TreeUnit = {
    ...tree.units[id],
    kind,
    parentId: after.record.parentId ?? "",
    placementVersion: before + 1,
    parentPeriods,
  };
  const departmentsIn = (of: CommitteeTree) => datedAncestors(of, id).slice(1, -1);
  const left = departmentsIn(tree);
  const entered = departmentsIn({ ...tree, units: { ...tree.units, [id]: unit } });
  const versions = new Map(
    [...left, ...entered].map(({ organisationId, placementVersion }) => [organisationId, placementVersion]),
  );
  const corrections = recomputeDeltas(deltasIn(id, tallies), left, entered);
  const counts = tallyWrites(corrections, (organisationId) => [
    { organisationId, placementVersion: versions.get(organisationId) },
  ]);
  const staged = { deltas: corrections, own: true, releases: [], by: "organisation", deletions: [] } as const;
  return [
    replaceUnit(tree, { id, before, unit }),
    ...(counts.length <= countsMaximum ? counts : stageWrites(tree.tenantId, move.id, staged)),
  ];
};

const tenantWrites = ({ found: { record, tree }, parentPeriods, path, descendants }: PlannedMove): Write[] => {
  const { placementVersion } = tree;
  return [
    update(
      keys.tree(record.id),
      {
        update: "SET #path = :path, place = :next, parents = :parents",
        names: { "#path": "path" },
        values: {
          ":path": path ?? tree.path,
          ":next": placementVersion + 1,
          ":parents": parentPeriods.map((period) => ({ ...period })),
          ":place": placementVersion,
        },
        condition: { expression: "place = :place" },
      },
      overtaken,
    ),
    ...(path
      ? descendants.flatMap((one) => descendantWrites(one, [...path, ...one.tree.path.slice(tree.path.length)]))
      : []),
  ];
};

/** A new path for a committee below the one that moves. Conflicts with a concurrent change of the children of a superior. */
const descendantWrites = ({ tree, tally }: Descendant, path: readonly string[]): Write[] => {
  const { tenantId, kind, placementVersion } = tree;
  const isSuperior = kind === "superior-committee";
  const change = {
    update: "SET #path = :path, place = :next",
    names: { "#path": "path" },
    values: {
      ":path": path,
      ":next": isSuperior ? placementVersion + 1 : placementVersion,
      ":place": placementVersion,
    },
    condition: { expression: "place = :place" },
  };
  const expect = { ...expectPlacement(placementVersion), tenants: tally?.tenants };
  return [
    update(keys.tree(tenantId), change, overtaken),
    ...(isSuperior ? [add(keys.tally(tenantId), { [placementAttribute]: 1 }, { expect })] : []),
  ];
};
