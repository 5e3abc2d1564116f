import { sameContent } from "../shared/merge-patch.ts";
import type { Visibility } from "../shared/schema.ts";
import type { RequestContext, Result } from "./request-context.ts";

/** A stored record: with its version and its tenant. */
export type Stored<R> = { record: R; version: number; tenantId: string };

type ServerFields = { id: string; createdAt: string; updatedAt: string };
type Accepted = { visibility?: Visibility | undefined };
/** An accepted input with the fields that the server sets. */
export type Completed<Input> = Input & ServerFields & { visibility: Visibility };

/** The first version of a record. */
export const firstVersion = <Input extends Accepted>(
  { now, newId }: Pick<RequestContext, "now" | "newId">,
  tenantId: string,
  input: Input,
): Stored<Completed<Input>> => {
  const visibility = input.visibility ?? "internal";
  return {
    record: { ...input, visibility, id: newId(tenantId), createdAt: now, updatedAt: now },
    version: 1,
    tenantId,
  };
};

/** The next version of a record; undefined where the input changes nothing. Fields beyond the input come with it. */
export const nextVersion = <Input extends Accepted>(
  { now }: Pick<RequestContext, "now">,
  before: Stored<ServerFields>,
  input: Input,
): Stored<Completed<Input>> | undefined => {
  const { id, createdAt, updatedAt } = before.record;
  const same = { ...input, visibility: input.visibility ?? "internal", id, createdAt, updatedAt };
  if (sameContent(same, before.record)) return undefined;
  return { record: { ...same, updatedAt: now }, version: before.version + 1, tenantId: before.tenantId };
};

/** What a use case returns for a stored record. */
export const resultOf = ({ record, version }: { record: object; version: number }): Result => ({ record, version });
