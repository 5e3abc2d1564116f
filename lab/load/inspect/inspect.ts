import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { localAdmin } from "../../../test/demo/api.ts";
import type { Random } from "../../../test/support/random.ts";
import { connect, sendOnce, tokenOf } from "../client.ts";
import type { Acknowledged, Journal } from "../journal.ts";
import type { Shown } from "../records.ts";
import type { Site } from "../site.ts";
import { mismatch, recordFaults } from "./acknowledged.ts";
import { historyOf, inParallel, readAll } from "./read-all.ts";
import { inspectedDays, statisticsFaults } from "./recount.ts";

export type Inspection = { faults: string[]; shown: ReadonlyMap<string, Shown> };

/**
 * `complete`: everything. `recent`: all lists, the parts of meetings written to since the last inspection, a sample of
 * written records by their own address, and the figures of one day.
 */
export type Depth = "complete" | "recent";

/** Written records that a recent inspection reads by their own address. */
const sampled = 60;

/** Compares the service from outside with the journal. No client may write meanwhile. */
export const inspect = async (site: Site, journal: Journal, depth: Depth, random: Random): Promise<Inspection> => {
  const api = await connect(site.url, localAdmin);
  const isComplete = depth === "complete";
  const written = [...journal.written];
  const meetings = new Set(written.flatMap((href) => [href, ...(journal.present.get(href)?.within ?? [])]));
  const listed = await readAll(api, undefined, (href) => isComplete || meetings.has(href));
  const members = isComplete ? [...listed.values()].filter(({ kind }) => kind === "member") : [];
  const histories = (await inParallel(members, 8, (member) => historyOf(api, member))).flat();
  const shown = new Map([...listed, ...histories.map((entry) => [entry.href, entry] as const)]);
  const wasRead = ({ kind, within }: Acknowledged) =>
    isComplete || (kind !== "history-entry" && (within.length === 0 || within.some((href) => meetings.has(href))));
  const faults = [
    ...recordFaults(journal, shown, wasRead),
    ...(await addressFaults(site.url, journal, isComplete ? written : random.some(written, sampled))),
    ...(await statisticsFaults(api, listed, isComplete ? inspectedDays : [random.one(inspectedDays)])),
    ...deadLetters(site.state),
  ];
  journal.written.clear();
  return { faults, shown };
};

/** Compares records at their own address, with their ETags, except those of pending requests. */
const addressFaults = async (url: string, journal: Journal, hrefs: readonly string[]): Promise<string[]> => {
  const token = await tokenOf(url, localAdmin);
  const pending = new Set(
    [...journal.pending].flatMap(({ changes, deletes }) => [...(changes?.keys() ?? []), ...(deletes ?? [])]),
  );
  const records = hrefs.flatMap((href) => (pending.has(href) ? [] : (journal.present.get(href) ?? [])));
  const faults = await inParallel(records, 8, async (record) => {
    const request = { operation: `GET ${record.kind}`, method: "GET", path: record.href } as const;
    return mismatch(record, await sendOnce(url, request, token, () => undefined));
  });
  return faults.flat();
};

/** Messages in the dead-letter queues of a state folder; `waiting` has the messages of work queues. */
const deadLetters = (state: string): string[] => {
  const queues = join(state, "queues");
  if (!existsSync(queues)) return [];
  return readdirSync(queues, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json") && !name.includes("/waiting/"))
    .map((name) => `A dead letter: ${name}`);
};
