import { isDeepStrictEqual } from "node:util";
import type { Statistics } from "../../../lib/statistics/schema.ts";
import { callerAt, rootCaller } from "../../../test/support/world.ts";
import type { Direct } from "../../bench/place/direct.ts";
import type { KnownCommittee, Manifest, Verified } from "../bulk/manifest.ts";
import { recordedOn } from "../bulk/memory-work.ts";
import type { Figures } from "../nation/recount.ts";

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

const figuresOf = ({ cells, members, awards, meetings }: Statistics): Figures => {
  const { probationary: _, ...counted } = members;
  return {
    cells,
    ...counted,
    collectiveAwards: sum(awards.map(({ collective }) => collective)),
    individualAwards: sum(awards.map(({ individual }) => individual)),
    meetingsHeld: sum(meetings.map(({ held }) => held)),
  };
};

/**
 * Compares what the API tells with what was drawn: the figures of every superior as the root sees them, and of sampled
 * committees, with some of their members, as their own clients do. Throws at the first difference.
 */
export const verifyNation = async ({ call }: Direct, manifest: Manifest): Promise<Verified> => {
  const { superiors, committees } = manifest;
  for (const { id, figures } of superiors) await verifyFigures(call, id, figures, rootCaller);
  let members = 0;
  for (const committee of committees) members += await verifyCommittee(call, committee);
  return { statistics: superiors.length + committees.length, members };
};

const verifyCommittee = async (call: Direct["call"], { id, figures, path, members }: KnownCommittee) => {
  const caller = callerAt(path);
  await verifyFigures(call, id, figures, caller);
  for (const { id: memberId, ...known } of members) {
    const { record } = await call("getMember", { params: { memberId }, caller });
    const { fullName, admittedOn } = record;
    expectSame(`member ${memberId}`, { fullName, admittedOn }, known);
  }
  return members.length;
};

const verifyFigures = async (
  call: Direct["call"],
  organisationId: string,
  figures: Figures,
  caller: typeof rootCaller,
) => {
  const { record } = await call("getStatistics", { params: { organisationId }, query: `asOf=${recordedOn}`, caller });
  expectSame(`figures of ${organisationId}`, figuresOf(record as unknown as Statistics), figures);
};

const expectSame = (what: string, told: object, drawn: object) => {
  if (!isDeepStrictEqual(told, drawn))
    throw new Error(`The ${what} are ${JSON.stringify(told)}, drawn was ${JSON.stringify(drawn)}`);
};
