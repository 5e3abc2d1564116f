import { normal, partialRandom } from "../../support/draw.ts";

/** The size of a nation: its seed, its members, and its grassroots committees. */
export type Size = { seed: number; members: number; committees: number };

/** Members of a grassroots committee on average: 5.6 million in 50,000. */
export const membersOfCommittee = 112;
/** Grassroots committees below a superior, and below a province. */
const committeesOfSuperior = 38;
const committeesOfProvince = 1_250;

/** Spread of the logarithm of sizes, and the largest and smallest as multiples of the median. */
const spread = 0.95;
const largest = 18;
const smallest = 0.12;

/** The tree of a nation, by numbers. */
export const shapeOf = ({ seed, members, committees }: Size) => {
  const provinces = Math.max(1, Math.round(committees / committeesOfProvince));
  const superiors = Math.max(provinces, Math.round(committees / committeesOfSuperior));
  const weightOf = (committee: number) =>
    Math.min(largest, Math.max(smallest, Math.exp(spread * normal(partialRandom(seed, committee)))));
  return {
    provinces,
    superiors,
    provinceOf: (superior: number) => Math.floor((superior * provinces) / superiors),
    superiorOf: (committee: number) => Math.floor((committee * superiors) / committees),
    /** Members of each committee in turn; their sum is the size of the nation. */
    *sizes(): Generator<number> {
      let total = 0;
      for (let committee = 0; committee < committees; committee++) total += weightOf(committee);
      let weight = 0;
      let given = 0;
      for (let committee = 0; committee < committees; committee++) {
        weight += weightOf(committee);
        const upTo = Math.round((members * weight) / total);
        yield upTo - given;
        given = upTo;
      }
    },
  };
};
