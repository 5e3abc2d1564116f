import { externalIdWrites } from "../records/external-ids.ts";
import { Problem } from "../shared/problem.ts";
import { type AncestorRef, deltasIn, recomputeDeltas, sequence, tallyWrites } from "../statistics/tally.ts";
import { keys } from "../table/keys.ts";
import { add, type Item, insert, replace, update, type Write } from "../table/write.ts";
import type { Descendant } from "./hierarchy.ts";
import { externalIdOwner, isTenant, organisationItemOf, type StoredOrganisation } from "./items.ts";
import { type ParentPeriod, parentsEver } from "./parent-periods.ts";
import type { OrganisationWithTree } from "./reads.ts";
import type { MoveRecord } from "./schema.ts";
import { type CommitteeTree, datedAncestors, parentHistory } from "./tree.ts";

const overtaken = () => new Problem("write-conflict");

/** An organisation that moves, and all that was read to move it. */
export type PlannedMove = {
  found: OrganisationWithTree;
  after: StoredOrganisation;
  move: MoveRecord;
  client: string;
  parentPeriods: readonly ParentPeriod[];
  /** Of the organisation: of a unit all its tally items, the yearly one first; of a home that one alone. */
  tallies: readonly Item[];
  /** Where it must not have been moved meanwhile: the new parent, and all that has ever been above it. */
  expectedPlacements: readonly AncestorRef[];
  /** Ids from the top down to where it hangs now; undefined where that stays the same. */
  path: readonly string[] | undefined;
  below: readonly Descendant[];
};

/** The writes that move an organisation in use: it, its place in the tree, and all that follows of it at once. */
export const moveOrganisationWrites = (moving: PlannedMove): Write[] => {
  const { found, after, move, client, parentPeriods: stands, tallies, expectedPlacements: standing } = moving;
  const { id, kind } = found.record;
  const [own] = found.chain;
  const [yearly] = tallies;
  const seen = isTenant(kind) ? { tenantIds: yearly?.tenantIds } : { [sequence]: yearly?.[sequence] };
  return [
    replace(organisationItemOf(after), found.version, overtaken),
    insert({ ...keys.move(id, move.on, move.id), ...move, by: client }),
    add(keys.tally(id), { place: 1, refs: 1, [sequence]: 1 }, { expect: { place: own?.placementVersion, ...seen } }),
    ...standing.map(({ organisationId, placementVersion: place }) =>
      add(keys.tally(organisationId), {}, { expect: { place } }),
    ),
    ...parentWrites(moving),
    ...(isTenant(kind) ? tenantWrites(moving) : unitWrites(found, after, stands, tallies)),
    ...externalIdWrites(externalIdOwner(found), externalIdOwner(after)),
  ];
};

/** Every organisation it has ever hung below counts it, and stays as long as it is told of. */
const parentWrites = ({ found: { record, tree }, after, parentPeriods: stands }: PlannedMove): Write[] => {
  const [was, is] = [parentsEver(parentHistory(tree, record.id)), parentsEver(stands)];
  const change = (then: boolean, now: boolean) => Number(now) - Number(then);
  return [...new Set([...was, ...is])].map((id) =>
    add(keys.tally(id), {
      refs: change(was.has(id), is.has(id)),
      ...(isTenant(record.kind) ? { tenantIds: change(record.parentId === id, after.record.parentId === id) } : {}),
    }),
  );
};

const copyPeriods = (stands: readonly ParentPeriod[]) => stands.map((one) => ({ ...one }));

const unitWrites = (
  { record, tree, chain }: OrganisationWithTree,
  after: StoredOrganisation,
  stands: readonly ParentPeriod[],
  tallies: readonly Item[],
): Write[] => {
  const { id, kind } = record;
  const place = chain[0]?.placementVersion ?? 0;
  const unit = { kind, parentId: after.record.parentId ?? "", place: place + 1, stands: copyPeriods(stands) };
  const moved: CommitteeTree = { ...tree, units: { ...tree.units, [id]: unit } };
  const departments = (of: CommitteeTree) => datedAncestors(of, id).slice(1, -1);
  const [left, entered] = [departments(tree), departments(moved)];
  const links = new Map(
    [...left, ...entered].map(({ organisationId, placementVersion: place }) => [organisationId, place]),
  );
  return [
    update(
      keys.tree(tree.tenantId),
      {
        update: "SET #units.#id = :unit",
        names: { "#units": "units", "#id": id },
        values: { ":unit": unit, ":place": place },
        condition: { expression: "#units.#id.place = :place" },
      },
      overtaken,
    ),
    ...tallyWrites(recomputeDeltas(deltasIn(id, tallies), left, entered), (organisationId) => [
      { organisationId, placementVersion: links.get(organisationId) },
    ]),
  ];
};

const tenantWrites = ({ found: { record, tree }, parentPeriods: stands, path, below }: PlannedMove): Write[] => {
  const { place } = tree;
  return [
    update(
      keys.tree(record.id),
      {
        update: "SET #path = :path, place = :next, stands = :stands",
        names: { "#path": "path" },
        values: { ":path": path ?? tree.path, ":next": place + 1, ":stands": copyPeriods(stands), ":place": place },
        condition: { expression: "place = :place" },
      },
      overtaken,
    ),
    ...(path ? below.flatMap((one) => descendantWrites(one, [...path, ...one.tree.path.slice(tree.path.length)])) : []),
  ];
};

/** A committee below one that moves: its path is another. Who hangs something below it now must have seen that. */
const descendantWrites = ({ tree, tally }: Descendant, path: readonly string[]): Write[] => {
  const isSuperior = tree.kind === "superior-committee";
  const next = isSuperior ? tree.place + 1 : tree.place;
  const change = {
    update: "SET #path = :path, place = :next",
    names: { "#path": "path" },
    values: { ":path": path, ":next": next, ":place": tree.place },
    condition: { expression: "place = :place" },
  };
  const seen = { expect: { place: tree.place, tenantIds: tally?.tenantIds } };
  return [
    update(keys.tree(tree.tenantId), change, overtaken),
    ...(isSuperior ? [add(keys.tally(tree.tenantId), { place: 1 }, seen)] : []),
  ];
};
