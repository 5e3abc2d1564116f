import { normal, randomOf } from "./random.ts";

/** How large a nation is: its seed, its members, and its grassroots committees, each with cells of its own. */
export type Size = { seed: number; members: number; committees: number };

/** Members of a grassroots committee on average: 5.6 million in 50,000. */
export const membersOfCommittee = 112;
/** Grassroots committees below a superior of theirs, and below a province. */
const committeesOfSuperior = 38;
const committeesOfProvince = 1_250;

/** How far committees differ: the logarithm of their size. The largest have eighteen times the middle one. */
const spread = 0.95;
const largest = 18;
const smallest = 0.12;

export type Shape = {
  provinces: number;
  superiors: number;
  committees: number;
  /** The province of a superior, and the superior of a committee, by their numbers. */
  provinceOf(superior: number): number;
  superiorOf(committee: number): number;
  /** Members of each committee, one after the other; all together as many as the nation has. */
  sizes(): Iterable<number>;
};

/** What hangs below what, by numbers alone. */
export const shapeOf = ({ seed, members, committees }: Size): Shape => {
  const provinces = Math.max(1, Math.round(committees / committeesOfProvince));
  const superiors = Math.max(provinces, Math.round(committees / committeesOfSuperior));
  const weightOf = (committee: number) =>
    Math.min(largest, Math.max(smallest, Math.exp(spread * normal(randomOf(seed, committee)))));
  return {
    provinces,
    superiors,
    committees,
    provinceOf: (superior) => Math.floor((superior * provinces) / superiors),
    superiorOf: (committee) => Math.floor((committee * superiors) / committees),
    *sizes() {
      let whole = 0;
      for (let committee = 0; committee < committees; committee++) whole += weightOf(committee);
      let weight = 0;
      let given = 0;
      for (let committee = 0; committee < committees; committee++) {
        weight += weightOf(committee);
        const upTo = Math.round((members * weight) / whole);
        yield upTo - given;
        given = upTo;
      }
    },
  };
};
