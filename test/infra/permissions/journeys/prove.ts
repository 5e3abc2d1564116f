import type { Grant } from "../../../../infra/local/permissions/permissions.ts";
import { functionOf } from "./functions.ts";
import { type Journey, ownRole, type Play } from "./play.ts";

/** Grants of the template, those of the journeys' own role left out. */
export const grantsOf = ({ permissions }: Play): Grant[] => permissions.grants().filter(({ role }) => role !== ownRole);

/** A grant, and the journeys in which it was made use of. */
export type Proof = { grant: Grant; journeys: Journey[] };

const same = (one: Grant) => (other: Grant) =>
  one.role === other.role && one.action === other.action && one.resource === other.resource;

/** Runs every journey and notes which grants were made use of on the way. Throws with the journey that does not go well. */
export const record = async (play: Play, journeys: readonly Journey[]): Promise<Proof[]> => {
  const proofs = grantsOf(play).map((grant): Proof => ({ grant, journeys: [] }));
  for (const journey of journeys) {
    play.permissions.resetUsedGrants();
    await journey.run(play).catch((error: unknown) => {
      throw new Error(`Not well: ${journey.title}: ${String(error)}`);
    });
    const used = play.permissions.usedGrants();
    for (const { grant, journeys: by } of proofs)
      if (journey.of.includes(functionOf(grant)) && used.some(same(grant))) by.push(journey);
  }
  return proofs;
};

/**
 * Takes a grant away and says what fails then: the start of the service, or else a journey by its title; undefined where nothing does.
 * A function that nobody waits for fails when the runtime reports that it did.
 */
export const withoutIt = async (play: Play, { grant, journeys }: Proof): Promise<string | undefined> => {
  const putBack = play.permissions.revoke(grant);
  try {
    if (play.permissions.missingAccess().length > 0) return "the service starts";
    for (const journey of journeys) if (await fails(play, journey, functionOf(grant))) return journey.title;
    return undefined;
  } finally {
    putBack();
  }
};

const fails = async (play: Play, { run }: Journey, name: string): Promise<boolean> => {
  const begun = play.reports.length;
  const isReported = () =>
    play.reports.slice(begun).some((line) => new RegExp(`-${name}[0-9A-F]{8}: `, "i").test(line));
  let isOver = false;
  const running = run({ ...play, isOver: () => isOver || isReported() }).then(
    () => isReported(),
    () => true,
  );
  const failed = await running;
  isOver = true;
  return failed;
};
