import type { PhotoStorage } from "../photos/storage.ts";
import type { HashExternalId } from "../records/request-context.ts";
import { retryOnConflict } from "../records/retry-on-conflict.ts";
import { Problem } from "../shared/problem.ts";
import type { Bucket } from "../storage/bucket.ts";
import type { Table } from "../table/table.ts";

export type ErasureContext = PhotoStorage & {
  table: Table;
  bucket: Pick<Bucket, "create" | "eraseAll" | "erase" | "head" | "read" | "list">;
  /** Key prefix of the register of erasures. */
  erasuresPrefix: string;
  hashExternalId: HashExternalId;
  /** An RFC 3339 instant in UTC. */
  now: string;
};

/** The member whose data is erased, and the client that requested it. */
export type ErasureSubject = { memberId: string; by: string };

const isConflict = ({ code }: Problem) => code === "stale" || code === "write-conflict";

/** Runs a step that reads, then writes; repeats it on a conflict. A record that was deleted meanwhile needs no erasure. */
export const runStep = (run: () => Promise<void>): Promise<void> =>
  retryOnConflict(isConflict, run).catch((error: unknown) => {
    if (!(error instanceof Problem && error.code === "not-found")) throw error;
  });
