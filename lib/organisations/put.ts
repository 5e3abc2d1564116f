import type { InputValidation } from "../shared/draft.ts";
import { type External, withExternalId } from "../shared/external.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import { checkIfMatch, type Precondition } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import type { Outcome, RequestContext } from "../shared/work.ts";
import { keys, root } from "../table/keys.ts";
import { findOrganisation } from "./find.ts";
import { externalScope } from "./items.ts";
import type { OrganisationInput } from "./schema.ts";
import { makeOrganisation, replaceOrganisation } from "./write.ts";

/**
 * The organisation of an external id, made or replaced: guard and parent are read first, then the record, then all is
 * written. Throws 404 for what can be no external id, `invalid-input`, 412, 409.
 */
export const putOrganisationByExternalId = async (
  work: RequestContext,
  external: External,
  precondition: Precondition | undefined,
  body: InputValidation<OrganisationInput>,
): Promise<Outcome> => {
  const draft = withExternalId(body, external);
  const { kind, parentId } = draft.value;
  const scopeOf = (home: string) => (kind ? externalScope({ kind, parentId }, home) : root);
  const guardIn = (scope: string) =>
    work.table.get(keys.externalId(scope, "organisation", external.source, external.externalId));
  const hinted = scopeOf(parentId === undefined ? root : tenantIdFromId(parentId));
  const [parent, hintedGuard] = await Promise.all([
    parentId === undefined ? undefined : findOrganisation(work, parentId),
    guardIn(hinted),
  ]);
  const scope = scopeOf(parent?.home ?? root);
  const guard = scope === hinted || !parent ? hintedGuard : await guardIn(scope);
  if (!guard) {
    checkIfMatch(precondition, undefined);
    return makeOrganisation(work, draft, parent);
  }
  const found = await findOrganisation(work, String(guard.id));
  if (!found) throw new Problem("duplicate-external-id");
  return replaceOrganisation(work, found, precondition, draft, parent);
};
