import type { RequestContext, Result } from "../records/request-context.ts";
import { retryOnConflict } from "../records/retry-on-conflict.ts";
import { type External, withExternalId } from "../shared/external.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { checkIfMatch, type Precondition } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { findMember } from "./reads.ts";
import type { MemberInput } from "./schema.ts";
import { makeMember, replaceMember, treeOfCell } from "./writes.ts";

/** Whether another PUT was faster: a moment ago there was no such member, or an older version of it. */
const isOvertaken = ({ code, details }: Problem) =>
  code === "stale" || code === "write-conflict" || (code === "duplicate-external-id" && details.existing !== undefined);

/**
 * The member of an external id, made or replaced: guard and cell are read first, then the member, then all is written.
 * The cell says which home the external id belongs to. Throws 404 for what can be no external id, `invalid-input`, 412, 409.
 */
export const putMemberByExternalId = async (
  context: RequestContext,
  external: External,
  precondition: Precondition | undefined,
  body: InputValidation<MemberInput>,
): Promise<Result> => {
  const validation = withExternalId(body, external);
  return retryOnConflict(
    (refusal) => !precondition && isOvertaken(refusal),
    () => putOnce(context, external, precondition, validation),
  );
};

const putOnce = async (
  context: RequestContext,
  external: External,
  precondition: Precondition | undefined,
  validation: InputValidation<MemberInput>,
): Promise<Result> => {
  const guardIn = (tenantId: string) =>
    context.table.get(keys.externalId(tenantId, "member", external.source, external.externalId));
  const { organisationId } = validation.value;
  const hinted = organisationId === undefined ? undefined : tenantIdFromId(organisationId);
  const [tree, hintedGuard] = await Promise.all([
    treeOfCell(context, validation),
    hinted === undefined ? undefined : guardIn(hinted),
  ]);
  const guard = tree && tree.tenantId !== hinted ? await guardIn(tree.tenantId) : hintedGuard;
  if (!guard || !tree) {
    checkIfMatch(precondition, undefined);
    return makeMember(context, validation, tree);
  }
  const found = await findMember(context, String(guard.id));
  if (!found) throw new Problem("duplicate-external-id");
  return replaceMember(context, found, precondition, validation);
};
