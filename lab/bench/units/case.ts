import { randomUUID } from "node:crypto";
import type { OperationName } from "../../../lib/contract/routes.ts";
import type { RequestParts } from "../../../test/support/api-event.ts";
import type { DirectApi } from "../direct-api.ts";
import type { Sample } from "../sample.ts";

/** One realistic call of an operation. */
export type Case = {
  /** Distinguishes it from other calls of the operation. */
  about?: string;
  /** Round trips beyond the usual, with the reason. */
  allows?: { roundTrips: number; because: string };
  /** Returns the request. What it needs is prepared here and not measured. */
  request(sample: Sample, direct: DirectApi): RequestParts | Promise<RequestParts>;
};

/** A call of an operation that has several. */
export const call = (about: string, request: Case["request"]): Case => ({ about, request });

/** The only call of an operation. */
export const only = (request: Case["request"]): readonly Case[] => [{ request }];

/** A call that may take more round trips than usual. */
export const allowing = (allows: NonNullable<Case["allows"]>, measured: Case): Case => ({ ...measured, allows });

export type CasesOf<Operation extends OperationName> = Readonly<Record<Operation, readonly Case[]>>;

/** An upsert reads the external id, then the record, and writes. */
export const upsert = { roundTrips: 3, because: "finds by external id" };
/** A list by external id reads the external id, then the record. */
export const byExternalId = { roundTrips: 2, because: "finds by external id" };

/** A POST with an Idempotency-Key. */
export const post = (body: object, params: Record<string, string> = {}): RequestParts => ({
  params,
  body,
  headers: { "idempotency-key": randomUUID() },
});

/** A PATCH (without a change: a DELETE) of a record at its current version. */
export const atVersion = async (
  { call }: DirectApi,
  read: OperationName,
  params: Record<string, string>,
  change?: object,
): Promise<RequestParts> => ({
  params,
  headers: { "if-match": (await call(read, { params })).etag },
  ...(change ? { body: change } : {}),
});
