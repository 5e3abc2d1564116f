import { getMeetingAnd } from "../meetings/reads.ts";
import { findOrganisation } from "../organisations/reads.ts";
import { chainOf } from "../organisations/tree.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { type External, withExternalId } from "../shared/external.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { checkIfMatch, type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { sameContent } from "../shared/same.ts";
import { keys } from "../table/keys.ts";
import {
  completed,
  createAwardWrites,
  deleteAwardWrites,
  inputOf,
  type StoredAward,
  updateAwardWrites,
} from "./items.ts";
import { type AwardWithTree, loadAwardWithTree, requireAwardWithTree } from "./reads.ts";
import { checkReferences, loadReferences, type References } from "./references.ts";
import { awardErrors, conferrerOf, fixedFieldErrors, type Language, mayConfer } from "./rules.ts";
import type { AwardInput } from "./schema.ts";

/** What a PATCH or PUT makes of the input that the record has now. */
export type Change = (current: Partial<AwardInput>) => InputValidation<AwardInput>;

/** What a change may newly name: another organisation whose record it is, another meeting. */
export type ChangedReferences = Pick<References, "organisation" | "isMeetingVisible">;

/** Adds the faults of the rules; a field that is not even readable needs no second fault. */
const checkRules = (context: RequestContext, validation: InputValidation<AwardInput>): void => {
  const faulty = new Set(validation.errors.map((fault) => fault.pointer));
  validation.addErrors(awardErrors(validation.value, context.today).filter((fault) => !faulty.has(fault.pointer)));
};

/** Makes an award. Throws `invalid-input`, or 409 for an award a recipient has or an external id that is taken. */
export const createAward = async (
  context: RequestContext,
  validation: InputValidation<AwardInput>,
  language: Language,
): Promise<Result> => createAwardFrom(context, validation, await loadReferences(context, validation.value), language);

/** Makes an award whose references have been looked for. */
export const createAwardFrom = async (
  context: RequestContext,
  validation: InputValidation<AwardInput>,
  references: References,
  language: Language,
): Promise<Result> => {
  checkRules(context, validation);
  checkReferences(validation, references);
  const input = validation.valueOrThrow();
  const { organisation } = references;
  if (!organisation) throw new TypeError("An award was accepted without its organisation");
  const conferredBy = input.conferredBy ?? input.organisationId;
  const conferrer = conferrerOf(organisation.tree, conferredBy);
  const made = {
    ...input,
    conferredBy,
    id: context.newId(organisation.tenantId),
    visibility: input.visibility ?? "internal",
    createdAt: context.now,
    updatedAt: context.now,
  };
  const record = completed(made, conferrer, language);
  const stored: StoredAward = { record, version: 1, tenantId: organisation.tenantId, conferrer };
  return context.commit(createAwardWrites(stored, organisation.tree, references.recipients), {
    record,
    version: 1,
    created: true,
  });
};

/** Changes what may change of an award. Throws 404, 428, 412, `invalid-input`, 409. */
export const updateAward = async (
  context: RequestContext,
  id: string,
  precondition: Precondition | undefined,
  change: Change,
  language: Language,
): Promise<Result> => {
  // What the change may newly name is looked up beside the record: it stands in the patch.
  const { organisationId, meetingId } = change({}).value;
  const [found, organisation, meeting] = await Promise.all([
    requireAwardWithTree(context, id, language),
    organisationId === undefined ? undefined : findOrganisation(context, organisationId),
    meetingId === undefined ? undefined : getMeetingAnd(context, meetingId, []),
  ]);
  requireIfMatch(precondition, found.version);
  const renamed = { organisation, isMeetingVisible: meeting !== undefined };
  return updateAwardFrom(context, found, change(inputOf(found.record)), renamed, language);
};

/** Changes an award that was found. Without a conferrer in the draft it is the organisation itself. */
export const updateAwardFrom = async (
  context: RequestContext,
  found: AwardWithTree,
  sent: InputValidation<AwardInput>,
  renamed: ChangedReferences,
  language: Language,
): Promise<Result> => {
  const { record, tree, tenantId, conferrer } = found;
  const { organisationId, conferredBy = organisationId } = sent.value;
  const validation = sent.with(conferredBy === undefined ? {} : { conferredBy });
  checkRules(context, validation);
  checkChange(found, validation, renamed);
  const input = validation.valueOrThrow();
  const { id, createdAt, updatedAt, recipients } = record;
  const visibility = input.visibility ?? "internal";
  const said = { ...input, recipients, conferredBy: record.conferredBy, id, visibility, createdAt, updatedAt };
  const same = completed(said, conferrer, language);
  if (sameContent(same, record)) return { record, version: found.version };
  const stored = { record: { ...same, updatedAt: context.now }, version: found.version + 1, tenantId, conferrer };
  const { record: after, version } = stored;
  return context.commit(updateAwardWrites(found, stored, tree), { record: after, version });
};

/** Adds what is wrong with a change: what is fixed, another home, a meeting whose attendees did not present. */
const checkChange = (
  found: AwardWithTree,
  validation: InputValidation<AwardInput>,
  renamed: ChangedReferences,
): void => {
  const { record, tree } = found;
  const { organisationId, meetingId } = validation.value;
  const faulty = new Set(validation.errors.map((fault) => fault.pointer.split("/")[1]));
  validation.addErrors(
    fixedFieldErrors(inputOf(record), validation.value).filter(({ pointer }) => !faulty.has(pointer.slice(1))),
  );
  if (organisationId !== undefined && organisationId !== record.organisationId) {
    if (!renamed.organisation) validation.addError("/organisationId", "unknown-reference");
    else if (chainOf(tree, organisationId).length === 0) validation.addError("/organisationId", "fixed");
    else if (!mayConfer(tree, record.conferredBy, organisationId))
      validation.addError("/organisationId", "contradiction", { other: "conferredBy" });
  }
  if (meetingId === record.meetingId || meetingId === undefined) return;
  if (!renamed.isMeetingVisible) validation.addError("/meetingId", "unknown-reference");
  else if (record.recipients.some(({ presentedBy }) => presentedBy !== undefined))
    validation.addError("/meetingId", "contradiction", { other: "recipients" });
};

/** Deletes an award. Throws 404, 428, 412. */
export const deleteAward = async (
  context: RequestContext,
  id: string,
  precondition: Precondition | undefined,
): Promise<undefined> => {
  const found = await requireAwardWithTree(context, id, "en");
  requireIfMatch(precondition, found.version);
  await context.commit(deleteAwardWrites(found, found.tree), { record: {} });
};

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
): Promise<Result> => {
  const validation = withExternalId(body, external);
  const guardIn = (tenantId: string) =>
    context.table.get(keys.externalId(tenantId, "award", external.source, external.externalId));
  const { organisationId } = validation.value;
  const hinted = organisationId === undefined ? undefined : tenantIdFromId(organisationId);
  const [references, hintedGuard] = await Promise.all([
    loadReferences(context, validation.value),
    hinted === undefined ? undefined : guardIn(hinted),
  ]);
  const tenantId = references.organisation?.tenantId;
  const guard = tenantId !== undefined && tenantId !== hinted ? await guardIn(tenantId) : hintedGuard;
  if (!guard || tenantId === undefined) {
    checkIfMatch(precondition, undefined);
    return createAwardFrom(context, validation, references, language);
  }
  const found = await loadAwardWithTree(context, String(guard.id), language);
  if (!found) throw new Problem("duplicate-external-id");
  checkIfMatch(precondition, found.version);
  return updateAwardFrom(context, found, validation, references, language);
};
