import type { Day } from "../shared/days.ts";

/** The days on which an organisation exists. Without `establishedOn` it has always existed. */
export type LifeSpan = { establishedOn?: Day | undefined; dissolvedOn?: Day | undefined };

export const isSameLifeSpan = (a: LifeSpan, b: LifeSpan) =>
  a.establishedOn === b.establishedOn && a.dissolvedOn === b.dissolvedOn;

/** The life span of an organisation by the tree of its tenant; open where the tree does not contain it. */
export const lifeSpanIn = (
  tree: LifeSpan & { tenantId: string; units: Readonly<Record<string, LifeSpan>> },
  organisationId: string,
): LifeSpan => {
  const { establishedOn, dissolvedOn } =
    (organisationId === tree.tenantId ? tree : tree.units[organisationId]) ?? ({} as LifeSpan);
  return { establishedOn, dissolvedOn };
};

const isEstablishedOn = ({ establishedOn }: LifeSpan, day: Day) => establishedOn === undefined || establishedOn <= day;

/** Whether an organisation can have members on a day: none are left on the day of its dissolution. Unknown days fit. */
export const hasMembersOn = (span: LifeSpan, day: Day | undefined): boolean =>
  day === undefined || (isEstablishedOn(span, day) && (span.dissolvedOn === undefined || day < span.dissolvedOn));

/** Whether an organisation can meet or have a position held on a day: the last one is that of its dissolution. */
export const isActiveOn = (span: LifeSpan, day: Day | undefined): boolean =>
  day === undefined || (isEstablishedOn(span, day) && (span.dissolvedOn === undefined || day <= span.dissolvedOn));

/**
 * Whether an organisation cannot be below another: it goes on after the dissolution of that one, or ended before its
 * establishment. One that is older may have been elsewhere before.
 */
export const isLeftBelow = (child: LifeSpan, { establishedOn, dissolvedOn }: LifeSpan): boolean =>
  (dissolvedOn !== undefined && (child.dissolvedOn === undefined || child.dissolvedOn > dissolvedOn)) ||
  (establishedOn !== undefined && child.dissolvedOn !== undefined && child.dissolvedOn < establishedOn);
