import type { CounterDelta } from "../statistics/counters.ts";
import type { FieldError } from "../vocabulary/field-errors.ts";
import type { Organisation, OrganisationInput, OrganisationKind } from "./schema.ts";

/** Where each kind may stand; `top`: above all. A cell has no children. */
const parents: Record<OrganisationKind, readonly (OrganisationKind | "top")[]> = {
  "superior-committee": ["top", "superior-committee"],
  "grassroots-committee": ["top", "superior-committee"],
  "departmental-committee": ["grassroots-committee"],
  cell: ["superior-committee", "grassroots-committee", "departmental-committee"],
};

export const mayStandUnder = (kind: OrganisationKind, parent: OrganisationKind | "top") =>
  parents[kind].includes(parent);

/** Faults of an organisation's own fields. */
export const organisationFaults = ({ establishedOn, dissolvedOn }: Partial<OrganisationInput>): FieldError[] =>
  establishedOn !== undefined && dissolvedOn !== undefined && dissolvedOn < establishedOn
    ? [{ pointer: "/dissolvedOn", code: "before-other", values: { other: "establishedOn" } }]
    : [];

/** What an organisation counts in statistics: a cell counts from its establishment until it is dissolved. */
export const organisationEffects = ({ id, kind, establishedOn, dissolvedOn }: Organisation): CounterDelta[] => {
  if (kind !== "cell") return [];
  const effect = { organisationId: id, counter: "cells" } as const;
  const end: CounterDelta[] = dissolvedOn === undefined ? [] : [{ ...effect, day: dissolvedOn, count: -1 }];
  return [{ ...effect, day: establishedOn, count: 1 }, ...end];
};
