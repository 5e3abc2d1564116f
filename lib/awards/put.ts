import type { InputValidation } from "../shared/draft.ts";
import { type External, withExternalId } from "../shared/external.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import { checkIfMatch, type Precondition } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import type { Outcome, RequestContext } from "../shared/work.ts";
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
  work: RequestContext,
  external: External,
  precondition: Precondition | undefined,
  body: InputValidation<AwardInput>,
  language: Language,
): Promise<Outcome> => {
  const draft = withExternalId(body, external);
  const guardIn = (home: string) =>
    work.table.get(keys.externalId(home, "award", external.source, external.externalId));
  const { organisationId } = draft.value;
  const hinted = organisationId === undefined ? undefined : tenantIdFromId(organisationId);
  const [references, hintedGuard] = await Promise.all([
    findReferences(work, draft.value),
    hinted === undefined ? undefined : guardIn(hinted),
  ]);
  const home = references.organisation?.home;
  const guard = home !== undefined && home !== hinted ? await guardIn(home) : hintedGuard;
  if (!guard || home === undefined) {
    checkIfMatch(precondition, undefined);
    return makeAward(work, draft, references, language);
  }
  const found = await findAward(work, String(guard.id), language);
  if (!found) throw new Problem("duplicate-external-id");
  checkIfMatch(precondition, found.version);
  return changeAward(work, found, draft, references, language);
};
