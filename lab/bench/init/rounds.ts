import { medianRatio } from "../report/numbers.ts";
import { type Probed, type Probing, runProbe, type Spent } from "./run-probe.ts";

/** What was probed of each of some bundles, round by round. */
export type Rounds<Name extends string> = ReadonlyMap<Name, readonly Probed[]>;

/** Probes every bundle again and again, each in a fresh process, one round of all after the other. */
export const probeInRounds = async <Name extends string>(
  bundles: readonly ({ name: Name } & Probing)[],
  rounds: number,
): Promise<Rounds<Name>> => {
  const probed = new Map<Name, Probed[]>(bundles.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const { name, ...probing } of rotated(bundles, round)) probed.get(name)?.push(await runProbe(probing));
  return probed;
};

/** A list begun elsewhere each round: who comes first may come worse. */
const rotated = <T>(list: readonly T[], by: number): T[] => [
  ...list.slice(by % list.length),
  ...list.slice(0, by % list.length),
];

/** What one bundle took of something. */
export const timesOf = <Name extends string>(
  rounds: Rounds<Name>,
  name: Name,
  what: keyof Probed,
  how: keyof Spent,
): number[] => (rounds.get(name) ?? []).map((one) => one[what][how]);

/** What one bundle took of something, to what another did in the same round. */
export const ratioTo =
  <Name extends string>(rounds: Rounds<Name>, to: Name) =>
  (name: Name, what: keyof Probed, how: keyof Spent): number =>
    medianRatio(timesOf(rounds, name, what, how), timesOf(rounds, to, what, how));
