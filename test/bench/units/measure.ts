import { type OperationName, routes } from "../../../lib/contract/routes.ts";
import type { Archive } from "../place/archive.ts";
import type { Direct } from "../place/direct.ts";
import { units } from "../report/numbers.ts";
import type { Section } from "../report/section.ts";
import type { Case } from "./case.ts";
import { cases } from "./cases.ts";
import type { Call, Recorder } from "./recorder.ts";
import { wavesOf } from "./waves.ts";

/** Round trips of a read, and of anything else: one read, one commit. */
const roundsOfReads = 1;
const roundsOfWrites = 2;

/** What every operation asks of the table: the calls of each case, recorded one case after the other. */
export const measureUnits = async (recorder: Recorder, direct: Direct, archive: Archive): Promise<Section> => {
  const rows: string[][] = [];
  for (const [name, ofOperation] of Object.entries(cases)) {
    const operation = name as OperationName;
    for (const one of ofOperation as readonly Case[]) {
      const event = direct.event(operation, await one.ask(archive, direct));
      rows.push(rowOf(operation, one, await recorder.record(() => direct.send(operation, event))));
    }
  }
  return {
    title: "Round trips and capacity of each operation",
    notes: [
      "Asked by a client of the demo's committee (69 members, 7 cells, one conference); POSTs with an Idempotency-Key.",
      "Calls made together are one round trip. Units as AWS counts them, from dynoxide's figures by table and index:",
      "what a transaction writes to indexes is counted twice, as AWS does and dynoxide does not.",
    ],
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

const rowOf = (operation: OperationName, one: Case, calls: readonly Call[]): string[] => {
  const rounds = wavesOf(calls);
  const total = (kind: "read" | "write") => units(calls.reduce((sum, call) => sum + call.units[kind], 0));
  return [
    operation,
    one.about ?? "",
    String(rounds),
    String(calls.length),
    total("read"),
    total("write"),
    markOf(operation, one, rounds),
  ];
};

const markOf = (operation: OperationName, { may }: Case, rounds: number): string => {
  const usual = routes[operation].method === "GET" ? roundsOfReads : roundsOfWrites;
  if (rounds <= usual) return "";
  return may && rounds <= may.rounds ? may.because : `▲ over ${may?.rounds ?? usual}`;
};
