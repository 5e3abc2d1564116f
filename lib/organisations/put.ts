import type { RequestContext, Result } from "../records/request-context.ts";
import { type External, withExternalId } from "../shared/external.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { checkIfMatch, type Precondition } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { keys, root } from "../table/keys.ts";
import { externalScope } from "./items.ts";
import { findOrganisation } from "./reads.ts";
import type { OrganisationInput } from "./schema.ts";
import { makeOrganisation, replaceOrganisation } from "./writes.ts";

/**
 * The organisation of an external id, made or replaced: guard and parent are read first, then the record, then all is
 * written. Throws 404 for what can be no external id, `invalid-input`, 412, 409.
 */
export const putOrganisationByExternalId = async (
  context: RequestContext,
  external: External,
  precondition: Precondition | undefined,
  body: InputValidation<OrganisationInput>,
): Promise<Result> => {
  const validation = withExternalId(body, external);
  const { kind, parentId } = validation.value;
  const scopeOf = (tenantId: string) => (kind ? externalScope({ kind, parentId }, tenantId) : root);
  const guardIn = (scope: string) =>
    context.table.get(keys.externalId(scope, "organisation", external.source, external.externalId));
  const hinted = scopeOf(parentId === undefined ? root : tenantIdFromId(parentId));
  const [parent, hintedGuard] = await Promise.all([
    parentId === undefined ? undefined : findOrganisation(context, parentId),
    guardIn(hinted),
  ]);
  const scope = scopeOf(parent?.tenantId ?? root);
  const guard = scope === hinted || !parent ? hintedGuard : await guardIn(scope);
  if (!guard) {
    checkIfMatch(precondition, undefined);
    return makeOrganisation(context, validation, parent);
  }
  const found = await findOrganisation(context, String(guard.id));
  if (!found) throw new Problem("duplicate-external-id");
  return replaceOrganisation(context, found, precondition, validation, parent);
};
