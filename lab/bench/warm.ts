import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { median, numeric, type Section, shown } from "../support/report.ts";
import { markOf } from "./cold-start.ts";
import type { Bench } from "./run.ts";
import { requestOf } from "./units/case.ts";
import { cases } from "./units/cases.ts";

/** Reads of one record or of the figures of a day: one of each function that has any. */
const recordReads = [
  "getOrganisation",
  "getMember",
  "getMeeting",
  "getAward",
  "getPhoto",
  "getArticle",
  "getClient",
  "getWebhook",
  "getErasure",
  "getStatistics",
] as const;

/** Microseconds that our code may take of a read of one record, beyond a bare handler. */
const limit = 25;

/** Measures our own code's share of a request once it is warm: everything but the table. */
export const measureWarm = async (bench: Bench): Promise<Section> => {
  const { environment, direct } = bench;
  const rows: string[][] = [];
  for (const name of [...recordReads, "listChanges"] as const) {
    const event = direct.event(name, await requestOf(name, cases[name]?.[0] ?? {}, bench));
    const program = join(import.meta.dirname, "warm-child.ts");
    const env = { ...environment.variables.lambda, ...environment.variables.contract };
    const { stdout } = await promisify(execFile)(process.execPath, [program, name, JSON.stringify(event)], { env });
    const rounds: { ours: number; bare: number }[] = JSON.parse(stdout);
    const beyond = median(rounds.map(({ ours, bare }) => ours - bare));
    const ownLimit = name === "listChanges" ? undefined : limit;
    const bare = shown(median(rounds.map((round) => round.bare)), 1);
    rows.push([name, bare, shown(beyond, 1), String(ownLimit ?? ""), markOf(beyond, ownLimit)]);
  }
  return {
    title: "Our own code, warm",
    notes: [
      "Microseconds of a request in a warm process on a cached table: route, claims, query, use case, schemas, response and",
      "log line, compared with a bare handler that makes the same reads and writes them as JSON. Medians of the rounds, each",
      "operation in a process of its own. The limit is for reads of one record; a page of a list grows with its items.",
    ],
    columns: [{ title: "operation" }, numeric("bare"), numeric("ours beyond it"), numeric("limit"), { title: "mark" }],
    rows,
  };
};
