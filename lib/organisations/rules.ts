import type { Day } from "../shared/days.ts";
import type { CounterDelta } from "../statistics/counters.ts";
import type { FieldError } from "../vocabulary/field-errors.ts";
import { hasMembersOn, isActiveOn, isLeftBelow, type LifeSpan } from "./life-span.ts";
import { type ParentPeriod, parentSpans } from "./parent-periods.ts";
import type { MoveInput, Organisation, OrganisationInput, OrganisationKind } from "./schema.ts";
import { isTenantKind } from "./schema.ts";
import type { OrganisationWithTree } from "./tree.ts";
import { parentHistory } from "./tree.ts";

/** Kinds of parent for each kind; `top`: none. A cell has no children. */
const parents: Record<OrganisationKind, readonly (OrganisationKind | "top")[]> = {
  "superior-committee": ["top", "superior-committee"],
  "grassroots-committee": ["top", "superior-committee"],
  "departmental-committee": ["grassroots-committee"],
  cell: ["superior-committee", "grassroots-committee", "departmental-committee"],
};

export const mayBeChildOf = (kind: OrganisationKind, parent: OrganisationKind | "top") =>
  parents[kind].includes(parent);

export const organisationErrors = ({ establishedOn, dissolvedOn }: Partial<OrganisationInput>): FieldError[] =>
  establishedOn !== undefined && dissolvedOn !== undefined && dissolvedOn < establishedOn
    ? [{ pointer: "/dissolvedOn", code: "before-other", values: { other: "establishedOn" } }]
    : [];

/** Errors of the days of an organisation that cannot be below its parent: that one was dissolved, or not established yet. */
export const lifeSpanErrors = (child: LifeSpan, parent: LifeSpan): FieldError[] => {
  const { establishedOn, dissolvedOn } = child;
  const isLate = establishedOn !== undefined && !isActiveOn({ dissolvedOn: parent.dissolvedOn }, establishedOn);
  if (isLate) return [{ pointer: "/establishedOn", code: "outside-life-span" }];
  if (!isLeftBelow(child, parent)) return [];
  return [{ pointer: dissolvedOn === undefined ? "/parentId" : "/dissolvedOn", code: "outside-life-span" }];
};

/** A cell counts from its establishment to its dissolution. */
export const organisationDeltas = ({ id, kind, establishedOn, dissolvedOn }: Organisation): CounterDelta[] => {
  if (kind !== "cell") return [];
  const delta = { organisationId: id, counter: "cells" } as const;
  const end: CounterDelta[] = dissolvedOn === undefined ? [] : [{ ...delta, day: dissolvedOn, count: -1 }];
  return [{ ...delta, day: establishedOn, count: 1 }, ...end];
};

/**
 * Days on which one organisation may have moved: each former superior takes up to seven of the 100 items of a roll-up
 * transaction.
 */
export const movesMaximum = 12;

/** Parent periods in the tree of one tenant, 65 bytes each, so that it remains one item with its 2,000 units. */
const parentPeriodsMaximum = 2_000;

export const moveErrors = (
  { record, tree }: OrganisationWithTree,
  { on }: Partial<MoveInput>,
  today: Day,
): FieldError[] => {
  if (on === undefined) return [];
  if (on > today) return [{ pointer: "/on", code: "in-the-future" }];
  if (record.establishedOn !== undefined && on < record.establishedOn)
    return [{ pointer: "/on", code: "before-other", values: { other: "establishedOn" } }];
  if (!isActiveOn(record, on)) return [{ pointer: "/on", code: "outside-life-span" }];
  const days = parentHistory(tree, record.id).flatMap(({ from }) => from ?? []);
  const stored = Object.values(tree.units).flatMap(({ parentPeriods = [] }) => parentPeriods).length;
  if (!days.includes(on) && days.length >= movesMaximum)
    return [{ pointer: "/on", code: "too-many-moves", values: { maximum: movesMaximum } }];
  return !isTenantKind(record.kind) && stored >= parentPeriodsMaximum
    ? [{ pointer: "/on", code: "too-many-moves", values: { maximum: parentPeriodsMaximum } }]
    : [];
};

/** Errors of a move below a parent that does not exist on its day, or not as long as the organisation is below it. */
export const moveLifeSpanErrors = (
  { record }: OrganisationWithTree,
  { on }: Partial<MoveInput>,
  { parent, periods }: { parent: LifeSpan | undefined; periods: readonly ParentPeriod[] },
): FieldError[] => {
  if (on === undefined || parent === undefined) return [];
  if (!hasMembersOn(parent, on)) return [{ pointer: "/on", code: "outside-life-span" }];
  const { until = record.dissolvedOn } = parentSpans(periods).find(({ from }) => from === on) ?? {};
  return isLeftBelow({ dissolvedOn: until }, parent) ? [{ pointer: "/parentId", code: "outside-life-span" }] : [];
};

/** A unit in use stays in its tenant, to which the ids and guards of its members, meetings and awards point. */
export const otherTenantErrors = (
  { record, tenantId }: OrganisationWithTree,
  parent: OrganisationWithTree | undefined,
): FieldError[] =>
  parent && !isTenantKind(record.kind) && parent.tenantId !== tenantId
    ? [{ pointer: "/parentId", code: "other-committee" }]
    : [];
