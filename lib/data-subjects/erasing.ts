import type { Places } from "../photos/storage.ts";
import { retryOnConflict } from "../records/retry-on-conflict.ts";
import { Problem } from "../shared/problem.ts";
import type { Bucket } from "../storage/bucket.ts";
import type { Table } from "../table/table.ts";

/** What an erasure works with. */
export type ErasureContext = Places & {
  table: Table;
  bucket: Pick<Bucket, "create" | "eraseAll" | "erase" | "head" | "read" | "list">;
  /** Key prefix of the register of erasures. */
  erasuresPrefix: string;
  /** An RFC 3339 instant in UTC. */
  now: string;
};

/** One person's erasure: whose, and which client asked for it. */
export type ErasureSubject = { memberId: string; by: string };

const isConflict = ({ code }: Problem) => code === "stale" || code === "write-conflict";

/** Does a step that reads before it writes, again where another write was faster. What is gone meanwhile needs no erasing. */
export const runStep = (run: () => Promise<void>): Promise<void> =>
  retryOnConflict(isConflict, run).catch((error: unknown) => {
    if (!(error instanceof Problem && error.code === "not-found")) throw error;
  });
