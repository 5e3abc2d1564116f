import { externalIdWrites } from "../records/external-ids.ts";
import { Problem } from "../shared/problem.ts";
import { type AncestorRef, effectsIn, recomputeDeltas, sequence, tallyWrites } from "../statistics/tally.ts";
import { keys } from "../table/keys.ts";
import { add, type Item, insert, replace, update, type Write } from "../table/write.ts";
import type { Descendant } from "./hierarchy.ts";
import { isTenant, organisationItemOf, type StoredOrganisation } from "./items.ts";
import type { MoveRecord } from "./moves-schema.ts";
import { type ParentPeriod, parentsEver } from "./parent-periods.ts";
import type { FoundOrganisation } from "./reads.ts";
import { externalIdsOf } from "./store.ts";
import { type CommitteeTree, countedIn, parentHistory } from "./tree.ts";

const overtaken = () => new Problem("write-conflict");

/** An organisation that moves, and all that was read to move it. */
export type Moving = {
  found: FoundOrganisation;
  after: StoredOrganisation;
  move: MoveRecord;
  client: string;
  stands: readonly ParentPeriod[];
  /** Of the organisation: of a unit all its tally items, the yearly one first; of a home that one alone. */
  tallies: readonly Item[];
  /** Where it must not have been moved meanwhile: the new parent, and all that has ever been above it. */
  standing: readonly AncestorRef[];
  /** Ids from the top down to where it hangs now; undefined where that stays the same. */
  path: readonly string[] | undefined;
  below: readonly Descendant[];
};

/** The writes that move an organisation in use: it, its place in the tree, and all that follows of it at once. */
export const organisationMoved = (moving: Moving): Write[] => {
  const { found, after, move, client, stands, tallies, standing } = moving;
  const { id, kind } = found.record;
  const [own] = found.chain;
  const [yearly] = tallies;
  const seen = isTenant(kind) ? { tenantIds: yearly?.tenantIds } : { [sequence]: yearly?.[sequence] };
  return [
    replace(organisationItemOf(after), found.version, overtaken),
    insert({ ...keys.move(id, move.on, move.id), ...move, by: client }),
    add(keys.tally(id), { place: 1, refs: 1, [sequence]: 1 }, { expect: { place: own?.place, ...seen } }),
    ...standing.map(({ organisationId, place }) => add(keys.tally(organisationId), {}, { expect: { place } })),
    ...parentWrites(moving),
    ...(isTenant(kind) ? homeWrites(moving) : unitWrites(found, after, stands, tallies)),
    ...externalIdWrites(externalIdsOf(found), externalIdsOf(after)),
  ];
};

/** Every organisation it has ever hung below counts it, and stays as long as it is told of. */
const parentWrites = ({ found: { record, tree }, after, stands }: Moving): Write[] => {
  const [was, is] = [parentsEver(parentHistory(tree, record.id)), parentsEver(stands)];
  const change = (then: boolean, now: boolean) => Number(now) - Number(then);
  return [...new Set([...was, ...is])].map((id) =>
    add(keys.tally(id), {
      refs: change(was.has(id), is.has(id)),
      ...(isTenant(record.kind) ? { tenantIds: change(record.parentId === id, after.record.parentId === id) } : {}),
    }),
  );
};

const placed = (stands: readonly ParentPeriod[]) => stands.map((one) => ({ ...one }));

const unitWrites = (
  { record, tree, chain }: FoundOrganisation,
  after: StoredOrganisation,
  stands: readonly ParentPeriod[],
  tallies: readonly Item[],
): Write[] => {
  const { id, kind } = record;
  const place = chain[0]?.place ?? 0;
  const unit = { kind, parentId: after.record.parentId ?? "", place: place + 1, stands: placed(stands) };
  const moved: CommitteeTree = { ...tree, units: { ...tree.units, [id]: unit } };
  const departments = (of: CommitteeTree) => countedIn(of, id).slice(1, -1);
  const [left, entered] = [departments(tree), departments(moved)];
  const links = new Map([...left, ...entered].map(({ organisationId, place }) => [organisationId, place]));
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
    ...tallyWrites(recomputeDeltas(effectsIn(id, tallies), left, entered), (organisationId) => [
      { organisationId, place: links.get(organisationId) },
    ]),
  ];
};

const homeWrites = ({ found: { record, tree }, stands, path, below }: Moving): Write[] => {
  const { place } = tree;
  return [
    update(
      keys.tree(record.id),
      {
        update: "SET #path = :path, place = :next, stands = :stands",
        names: { "#path": "path" },
        values: { ":path": path ?? tree.path, ":next": place + 1, ":stands": placed(stands), ":place": place },
        condition: { expression: "place = :place" },
      },
      overtaken,
    ),
    ...(path ? below.flatMap((one) => carriedAlong(one, [...path, ...one.tree.path.slice(tree.path.length)])) : []),
  ];
};

/** A committee below one that moves: its path is another. Who hangs something below it now must have seen that. */
const carriedAlong = ({ tree, tally }: Descendant, path: readonly string[]): Write[] => {
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
