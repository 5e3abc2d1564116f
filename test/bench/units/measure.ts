import { type OperationName, routes } from "../../../lib/contract/routes.ts";
import type { Archive } from "../place/archive.ts";
import type { Direct } from "../place/direct.ts";
import { units } from "../report/numbers.ts";
import type { Section } from "../report/section.ts";
import type { Units } from "./capacity.ts";
import type { Case } from "./case.ts";
import { cases } from "./cases.ts";
import type { Call, Recorder } from "./recorder.ts";
import { wavesOf } from "./waves.ts";

/** Round trips of a read, and of anything else: one read, one commit. */
const roundsOfReads = 1;
const roundsOfWrites = 2;

/** Every measured call with its operation, and its place among those of the operation. */
export const eachCase = (): { operation: OperationName; one: Case; place: number }[] =>
  Object.entries(cases).flatMap(([name, ofOperation]) =>
    (ofOperation as readonly Case[]).map((one, place) => ({ operation: name as OperationName, one, place })),
  );

/** What every operation asks of the table: the calls of each case, recorded one case after the other. */
export const measureUnits = async (recorder: Recorder, direct: Direct, archive: Archive): Promise<Section> => {
  const rows: string[][] = [];
  for (const { operation, one } of eachCase()) {
    const event = direct.event(operation, await one.ask(archive, direct));
    rows.push(rowOf(operation, one, await recorder.record(() => direct.send(operation, event))));
  }
  return {
    title: "Round trips and capacity of each operation",
    notes: [],
    columns: [
      { title: "operation" },
      { title: "call" },
      { title: "round trips", isNumber: true },
      { title: "calls", isNumber: true },
      { title: "read units", isNumber: true },
      { title: "write units", isNumber: true },
      { title: "mark" },
    ],
    rows,
  };
};

/** Units of some calls together. */
export const sumOf = (calls: readonly Call[]): Units => ({
  read: calls.reduce((sum, call) => sum + call.units.read, 0),
  write: calls.reduce((sum, call) => sum + call.units.write, 0),
});

const rowOf = (operation: OperationName, one: Case, calls: readonly Call[]): string[] => {
  const rounds = wavesOf(calls);
  const { read, write } = sumOf(calls);
  return [
    operation,
    one.about ?? "",
    String(rounds),
    String(calls.length),
    units(read),
    units(write),
    markOf(operation, one, rounds),
  ];
};

/** What is to be said of the round trips of a call. */
export const markOf = (operation: OperationName, { may }: Case, rounds: number): string => {
  const usual = routes[operation].method === "GET" ? roundsOfReads : roundsOfWrites;
  if (rounds <= usual) return "";
  return may && rounds <= may.rounds ? may.because : `▲ over ${may?.rounds ?? usual}`;
};
