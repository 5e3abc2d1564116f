import type { Day } from "../shared/days.ts";
import type { CounterDelta } from "../statistics/counters.ts";
import type { FieldError } from "../vocabulary/field-errors.ts";
import { isTenant } from "./items.ts";
import type { OrganisationWithTree } from "./reads.ts";
import type { MoveInput, Organisation, OrganisationInput, OrganisationKind } from "./schema.ts";
import { parentHistory } from "./tree.ts";

/** Where each kind may stand; `top`: above all. A cell has no children. */
const parents: Record<OrganisationKind, readonly (OrganisationKind | "top")[]> = {
  "superior-committee": ["top", "superior-committee"],
  "grassroots-committee": ["top", "superior-committee"],
  "departmental-committee": ["grassroots-committee"],
  cell: ["superior-committee", "grassroots-committee", "departmental-committee"],
};

export const mayBeChildOf = (kind: OrganisationKind, parent: OrganisationKind | "top") =>
  parents[kind].includes(parent);

/** Faults of an organisation's own fields. */
export const organisationErrors = ({ establishedOn, dissolvedOn }: Partial<OrganisationInput>): FieldError[] =>
  establishedOn !== undefined && dissolvedOn !== undefined && dissolvedOn < establishedOn
    ? [{ pointer: "/dissolvedOn", code: "before-other", values: { other: "establishedOn" } }]
    : [];

/** What an organisation counts in statistics: a cell counts from its establishment until it is dissolved. */
export const organisationDeltas = ({ id, kind, establishedOn, dissolvedOn }: Organisation): CounterDelta[] => {
  if (kind !== "cell") return [];
  const effect = { organisationId: id, counter: "cells" } as const;
  const end: CounterDelta[] = dissolvedOn === undefined ? [] : [{ ...effect, day: dissolvedOn, count: -1 }];
  return [{ ...effect, day: establishedOn, count: 1 }, ...end];
};

/**
 * Days on which one organisation may have moved: each superior it has hung below takes up to seven items of the transaction
 * that carries a figure of its upward, which holds 100.
 */
export const movesMaximum = 12;

/** Places told in the tree of one home, which stays one item: 65 bytes each beside the 200 KB of 2,000 units. */
const parentPeriodsMaximum = 2_000;

/** What cannot be true of a move, or be kept of it. */
export const moveErrors = (
  { record, tree }: OrganisationWithTree,
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
  return !isTenant(record.kind) && told >= parentPeriodsMaximum
    ? [{ pointer: "/on", code: "too-many-moves", values: { maximum: parentPeriodsMaximum } }]
    : [];
};

/** A unit in use stays in its committee: its members, meetings and awards carry that in their ids, and their guards. */
export const otherTenantErrors = (
  { record, tenantId }: OrganisationWithTree,
  parent: OrganisationWithTree | undefined,
): FieldError[] =>
  parent && !isTenant(record.kind) && parent.tenantId !== tenantId
    ? [{ pointer: "/parentId", code: "other-committee" }]
    : [];
