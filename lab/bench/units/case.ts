import { randomUUID } from "node:crypto";
import type { OperationName } from "../../../lib/contract/routes.ts";
import type { Asked } from "../../../test/support/api-event.ts";
import type { Archive } from "../place/archive.ts";
import type { Direct } from "../place/direct.ts";

/** One realistic call of an operation. */
export type Case = {
  /** Tells it from other calls of the operation. */
  about?: string;
  /** Why it may take more round trips than others of its kind, and how many. */
  may?: { rounds: number; because: string };
  /** What is asked. What the call needs is prepared here, which is not measured. */
  ask(archive: Archive, direct: Direct): Asked | Promise<Asked>;
};

export type CasesOf<Operation extends OperationName> = Readonly<Record<Operation, readonly Case[]>>;

/** An upsert looks for the record of the external id, reads it, and writes. */
export const upsert = { rounds: 3, because: "finds by external id" };
/** A list by external id reads the guard, then the record. */
export const byExternalId = { rounds: 2, because: "finds by external id" };

/** A POST that happens once. */
export const posted = (body: object, params: Record<string, string> = {}): Asked => ({
  params,
  body,
  headers: { "idempotency-key": randomUUID() },
});

/** A PATCH, or without a change a DELETE, of a record as it was read. */
export const changed = async (
  { call }: Direct,
  read: OperationName,
  params: Record<string, string>,
  change?: object,
): Promise<Asked> => ({
  params,
  headers: { "if-match": (await call(read, { params })).etag },
  ...(change ? { body: change } : {}),
});
