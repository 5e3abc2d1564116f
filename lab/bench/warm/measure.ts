import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { markOf } from "../init/bars.ts";
import type { Archive } from "../place/archive.ts";
import type { Direct } from "../place/direct.ts";
import type { Place } from "../place/place.ts";
import { median, shown } from "../report/numbers.ts";
import type { Section } from "../report/section.ts";
import { cases } from "../units/cases.ts";
import { type ReadName, reads, recordReads } from "./reads.ts";

/** Microseconds that our code may take of a read of one record, beside a bare handler. */
const bar = 25;

type Round = { ours: number; bare: number };

/** What our own code takes of a request once it is warm: everything but the table. */
export const measureWarm = async (place: Place, direct: Direct, archive: Archive): Promise<Section> => {
  const rows: string[][] = [];
  for (const name of Object.keys(reads) as ReadName[]) {
    const event = direct.event(name, (await cases[name][0]?.ask(archive, direct)) ?? {});
    const rounds = await run(place, name, event);
    const over = median(rounds.map(({ ours, bare }) => ours - bare));
    const limit = name in recordReads ? bar : undefined;
    rows.push([
      name,
      shown(median(rounds.map(({ bare }) => bare)), 1),
      shown(over, 1),
      limit === undefined ? "" : String(limit),
      markOf(over, limit),
    ]);
  }
  return {
    title: "What our own code takes, warm",
    notes: [
      "Microseconds of a request in a process that has answered it before, the table a stand-in that answers at once: route,",
      "claims, query, use case, schemas, answer and log line, beside a bare handler that reads the same and writes it as JSON.",
      "The median of each round, and of the rounds' differences, each operation in a process of its own. The bar is for reads",
      "of one record; what the page of a list takes grows with what it answers.",
    ],
    columns: [
      { title: "operation" },
      { title: "bare", isNumber: true },
      { title: "ours beyond it", isNumber: true },
      { title: "bar", isNumber: true },
      { title: "mark" },
    ],
    rows,
  };
};

const run = async ({ variables }: Place, name: ReadName, event: object): Promise<Round[]> => {
  const program = join(import.meta.dirname, "child.ts");
  const env = { ...variables.lambda, ...variables.contract };
  const { stdout } = await promisify(execFile)(process.execPath, [program, name, JSON.stringify(event)], { env });
  return JSON.parse(stdout);
};
