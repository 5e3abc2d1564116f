import type { Outcome, RequestContext } from "../records/request-context.ts";
import { type External, withExternalId } from "../shared/external.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { checkIfMatch, type Precondition } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { findAward } from "./find.ts";
import { findReferences } from "./references.ts";
import type { AwardInput } from "./schema.ts";
import type { Language } from "./warnings.ts";
import { changeAward, makeAward } from "./write.ts";

/**
 * The award of an external id, made or replaced: the guard and all that is named are read first, then the award, then
 * all is written. The organisation says which home the external id belongs to. Throws 404 for what can be no external
 * id, `invalid-input`, 412, 409.
 */
export const putAwardByExternalId = async (
  context: RequestContext,
  external: External,
  precondition: Precondition | undefined,
  body: InputValidation<AwardInput>,
  language: Language,
): Promise<Outcome> => {
  const validation = withExternalId(body, external);
  const guardIn = (tenantId: string) =>
    context.table.get(keys.externalId(tenantId, "award", external.source, external.externalId));
  const { organisationId } = validation.value;
  const hinted = organisationId === undefined ? undefined : tenantIdFromId(organisationId);
  const [references, hintedGuard] = await Promise.all([
    findReferences(context, validation.value),
    hinted === undefined ? undefined : guardIn(hinted),
  ]);
  const tenantId = references.organisation?.tenantId;
  const guard = tenantId !== undefined && tenantId !== hinted ? await guardIn(tenantId) : hintedGuard;
  if (!guard || tenantId === undefined) {
    checkIfMatch(precondition, undefined);
    return makeAward(context, validation, references, language);
  }
  const found = await findAward(context, String(guard.id), language);
  if (!found) throw new Problem("duplicate-external-id");
  checkIfMatch(precondition, found.version);
  return changeAward(context, found, validation, references, language);
};
