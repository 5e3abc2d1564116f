import { type OperationName, routes } from "../../../lib/contract/routes.ts";
import type { Units } from "./capacity.ts";
import type { Case } from "./case.ts";
import { cases } from "./cases.ts";
import type { Call } from "./recorder.ts";

/** Round trips of a read, and of anything else: one read, one commit. */
const roundsOfReads = 1;
const roundsOfWrites = 2;

/** Every measured call with its operation, and its place among those of the operation. */
export const eachCase = (): { operation: OperationName; one: Case; place: number }[] =>
  Object.entries(cases).flatMap(([name, ofOperation]) =>
    (ofOperation as readonly Case[]).map((one, place) => ({ operation: name as OperationName, one, place })),
  );

/** Units of some calls together. */
export const sumOf = (calls: readonly Call[]): Units => ({
  read: calls.reduce((sum, call) => sum + call.units.read, 0),
  write: calls.reduce((sum, call) => sum + call.units.write, 0),
});

/** What is to be said of the round trips of a call. */
export const markOf = (operation: OperationName, { may }: Case, rounds: number): string => {
  const usual = routes[operation].method === "GET" ? roundsOfReads : roundsOfWrites;
  if (rounds <= usual) return "";
  return may && rounds <= may.rounds ? may.because : `▲ over ${may?.rounds ?? usual}`;
};
