import * as z from "zod/mini";
import type { InvocationResult } from "../functions/execution-environment.ts";
import type { StreamPollerSettings } from "./settings.ts";
import type { StreamRecord } from "./stream-record.ts";

export type Delivery = Pick<StreamPollerSettings, "bisectsBatch" | "retries" | "reportsFailures"> & {
  invoke(records: readonly StreamRecord[]): Promise<InvocationResult>;
  /** All records up to this one are handled. */
  onHandled(last: StreamRecord): void;
  onFailed(records: readonly StreamRecord[], attempts: number): void;
  /** Waits before a retry; rejects when the poller is stopped, which leaves the records for the next start. */
  pause(milliseconds: number): Promise<void>;
};

const firstPause = 100;
const longestPause = 5_000;

const batchResponse = z.object({
  batchItemFailures: z.optional(z.nullable(z.array(z.object({ itemIdentifier: z.string() })))),
});

/** The ids of the failed items of a batch; undefined when the complete batch has failed. */
export const failedItems = (invoked: InvocationResult, reportsFailures: boolean): string[] | undefined => {
  if (!("result" in invoked)) return undefined;
  if (!reportsFailures || invoked.result === null) return [];
  const { data } = z.safeParse(batchResponse, invoked.result);
  return data && (data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
};

/**
 * Delivers records in order until each is handled or has failed for good: no record after a failed one counts as handled
 * before it. Records that the function has handled are not sent again.
 */
export const deliverBatch = async (
  records: readonly StreamRecord[],
  delivery: Delivery,
  retried = 0,
): Promise<void> => {
  const handled = countHandled(records, failedItems(await delivery.invoke(records), delivery.reportsFailures));
  const last = records[handled - 1];
  if (last) delivery.onHandled(last);
  const rest = records.slice(handled);
  if (rest.length === 0) return;
  if (retried >= delivery.retries) return fail(rest, delivery, retried + 1);
  await delivery.pause(Math.min(longestPause, firstPause * 2 ** retried));
  // After progress the first failed record is another one, with all its retries left.
  if (handled > 0) return deliverBatch(rest, delivery, 0);
  if (!delivery.bisectsBatch || rest.length === 1) return deliverBatch(rest, delivery, retried + 1);
  const middle = Math.ceil(rest.length / 2);
  await deliverBatch(rest.slice(0, middle), delivery, retried + 1);
  await deliverBatch(rest.slice(middle), delivery, retried + 1);
};

const fail = (records: readonly StreamRecord[], delivery: Delivery, attempts: number): void => {
  delivery.onFailed(records, attempts);
  const last = records.at(-1);
  if (last) delivery.onHandled(last);
};

/** The number of records before the first failed one. */
const countHandled = (records: readonly StreamRecord[], failed: string[] | undefined): number => {
  if (failed === undefined) return 0;
  if (failed.length === 0) return records.length;
  const positions = failed.map((id) => records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === id));
  // A sequence number outside the batch fails the complete batch, as in Lambda.
  return Math.max(0, Math.min(...positions));
};
