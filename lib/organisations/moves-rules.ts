import type { Day } from "../shared/days.ts";
import type { FieldError } from "../vocabulary/field-errors.ts";
import { isTenant } from "./items.ts";
import type { MoveInput } from "./moves-schema.ts";
import type { FoundOrganisation } from "./reads.ts";
import { parentHistory } from "./tree.ts";

/**
 * Days on which one organisation may have moved: each superior it has hung below takes up to seven items of the transaction
 * that carries a figure of its upward, which holds 100.
 */
export const movesMaximum = 12;
/** Places told in the tree of one home, which stays one item: 65 bytes each beside the 200 KB of 2,000 units. */
const standsMaximum = 2_000;

/** What cannot be true of a move, or be kept of it. */
export const moveFaults = (
  { record, tree }: FoundOrganisation,
  { on }: Partial<MoveInput>,
  today: Day,
): FieldError[] => {
  if (on === undefined) return [];
  if (on > today) return [{ pointer: "/on", code: "in-the-future" }];
  if (record.establishedOn !== undefined && on < record.establishedOn)
    return [{ pointer: "/on", code: "before-other", values: { other: "establishedOn" } }];
  const days = parentHistory(tree, record.id).flatMap(({ from }) => from ?? []);
  const told = Object.values(tree.units).flatMap(({ stands = [] }) => stands).length;
  if (!days.includes(on) && days.length >= movesMaximum)
    return [{ pointer: "/on", code: "too-many-moves", values: { maximum: movesMaximum } }];
  return !isTenant(record.kind) && told >= standsMaximum
    ? [{ pointer: "/on", code: "too-many-moves", values: { maximum: standsMaximum } }]
    : [];
};

/** A unit in use stays in its committee: its members, meetings and awards carry that in their ids, and their guards. */
export const otherTenant = (
  { record, tenantId }: FoundOrganisation,
  parent: FoundOrganisation | undefined,
): FieldError[] =>
  parent && !isTenant(record.kind) && parent.tenantId !== tenantId
    ? [{ pointer: "/parentId", code: "other-committee" }]
    : [];
