import * as z from "zod/mini";
import type { Outcome } from "../functions/execution-environment.ts";
import type { PumpSettings } from "./settings.ts";
import type { StreamRecord } from "./stream-record.ts";

/** What delivering needs from outside. */
export type Delivery = Pick<PumpSettings, "bisects" | "retries" | "reportsItems"> & {
  invoke(records: readonly StreamRecord[]): Promise<Outcome>;
  /** Everything up to this record is handled. */
  handled(last: StreamRecord): void;
  giveUp(records: readonly StreamRecord[], tries: number): void;
  /** Waits before the next try; rejects when the pump is stopped, which leaves the records for the next start. */
  pause(milliseconds: number): Promise<void>;
};

const firstPause = 100;
const longestPause = 5_000;

const report = z.object({
  batchItemFailures: z.optional(z.nullable(z.array(z.object({ itemIdentifier: z.string() })))),
});

/**
 * Hands records to the function until each is handled or given up, in order: nothing behind a failed record is
 * delivered as handled before it. Whatever the function has said is done is not sent again.
 */
export async function deliver(records: readonly StreamRecord[], delivery: Delivery, tried = 0): Promise<void> {
  const done = doneOf(records, await delivery.invoke(records), delivery.reportsItems);
  const last = records[done - 1];
  if (last) delivery.handled(last);
  const rest = records.slice(done);
  if (rest.length === 0) return;
  if (tried >= delivery.retries) return abandon(rest, delivery, tried + 1);
  await delivery.pause(Math.min(longestPause, firstPause * 2 ** tried));
  // After progress the first failed record is another one, with all its tries before it.
  if (done > 0) return deliver(rest, delivery, 0);
  if (!delivery.bisects || rest.length === 1) return deliver(rest, delivery, tried + 1);
  const middle = Math.ceil(rest.length / 2);
  await deliver(rest.slice(0, middle), delivery, tried + 1);
  await deliver(rest.slice(middle), delivery, tried + 1);
}

function abandon(records: readonly StreamRecord[], delivery: Delivery, tries: number): void {
  delivery.giveUp(records, tries);
  const last = records.at(-1);
  if (last) delivery.handled(last);
}

/** How many records from the first one on are handled. */
function doneOf(records: readonly StreamRecord[], outcome: Outcome, reportsItems: boolean): number {
  if (!("result" in outcome)) return 0;
  if (!reportsItems || outcome.result === null) return records.length;
  const { success, data } = z.safeParse(report, outcome.result);
  if (!success) return 0;
  const failed = (data.batchItemFailures ?? []).map(({ itemIdentifier }) =>
    records.findIndex((record) => record.dynamodb.SequenceNumber === itemIdentifier),
  );
  // A number that is none of the batch's: Lambda takes all of it for failed.
  return failed.length === 0 ? records.length : Math.max(0, Math.min(...failed));
}
