import type { DatedAncestor } from "../organisations/tree.ts";
import type { Item } from "../table/write.ts";
import { datedIn } from "./contribution.ts";
import { clipToSpan } from "./dated.ts";
import { type CounterDelta, difference } from "./effects.ts";

const dayLength = "yyyy-mm-dd".length;

/** What has been counted in an organisation, day by day, out of all its tally items. */
export const effectsIn = (organisationId: string, items: readonly Item[]): CounterDelta[] =>
  items
    .flatMap(({ pk: _, sk, ...counts }) => datedIn(sk, counts))
    .filter(({ day, count }) => (day === undefined || day.length === dayLength) && count !== 0)
    .map((dated) => ({ ...dated, organisationId }));

/** What those have to count more, or less, in which effects counted on other days than they should. */
export const recomputeDeltas = (
  effects: readonly CounterDelta[],
  before: readonly DatedAncestor[],
  after: readonly DatedAncestor[],
) => {
  const at = (countings: readonly DatedAncestor[]) =>
    countings.flatMap((counting) =>
      effects.flatMap((effect) => clipToSpan({ ...effect, organisationId: counting.organisationId }, counting)),
    );
  return difference(at(before), at(after));
};
