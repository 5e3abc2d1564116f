import type { Outcome, RequestContext } from "../records/request-context.ts";
import { type External, withExternalId } from "../shared/external.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { checkIfMatch, type Precondition } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { findWith } from "./find.ts";
import type { MeetingInput } from "./schema.ts";
import { findNamed, makeMeeting, replaceMeeting } from "./write.ts";

/**
 * The meeting of an external id, made or replaced: guard and organisation are read first, then the meeting, then all is
 * written. The organisation says which home the external id belongs to. Throws 404 for what can be no external id,
 * `invalid-input`, 412, 409.
 */
export const putMeetingByExternalId = async (
  context: RequestContext,
  external: External,
  precondition: Precondition | undefined,
  body: InputValidation<MeetingInput>,
): Promise<Outcome> => {
  const validation = withExternalId(body, external);
  const { organisationId } = validation.value;
  const hinted = organisationId === undefined ? undefined : tenantIdFromId(organisationId);
  const guardIn = (tenantId: string) =>
    context.table.get(keys.externalId(tenantId, "meeting", external.source, external.externalId));
  const [organisation, hintedGuard] = await Promise.all([
    findNamed(context, validation),
    hinted === undefined ? undefined : guardIn(hinted),
  ]);
  const guard = organisation && organisation.tenantId !== hinted ? await guardIn(organisation.tenantId) : hintedGuard;
  if (!guard || !organisation) {
    checkIfMatch(precondition, undefined);
    return makeMeeting(context, validation, organisation);
  }
  const id = String(guard.id);
  const found = await findWith(context, id, [keys.article(id)]);
  if (!found) throw new Problem("duplicate-external-id");
  return replaceMeeting(context, { ...found.meeting, article: found.items[0] }, precondition, validation, organisation);
};
