import { getMeetingAnd } from "../meetings/reads.ts";
import { loadOrganisationWithTree } from "../organisations/reads.ts";
import { chainOf } from "../organisations/tree.ts";
import { deleteRecord, patchedInput, type RecordUpdate } from "../records/conditional-writes.ts";
import { type UpsertRequest, upsertByExternalId } from "../records/external-ids.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { firstVersion, nextVersion, resultOf } from "../records/versions.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import type { InputValidation, ValidParts } from "../shared/input-validation.ts";
import { inputOf } from "../shared/merge-patch.ts";
import type { Precondition } from "../shared/precondition.ts";
import type { FieldError } from "../vocabulary/field-errors.ts";
import type { Language } from "../vocabulary/language.ts";
import {
  createAwardWrites,
  deleteAwardWrites,
  presentersMaximum,
  type StoredAward,
  updateAwardWrites,
  withDerivedFields,
} from "./items.ts";
import { type AwardWithTree, loadAwardWithTree, requireAwardWithTree, warnedResult } from "./reads.ts";
import {
  checkReferences,
  loadRecipientMembers,
  loadReferences,
  type References,
  recipientMembers,
} from "./references.ts";
import { awardErrors, conferrerOf, fixedFieldErrors, mayConfer } from "./rules.ts";
import { type AwardInput, awardInput, recipientsMaximum } from "./schema.ts";

/** The references that a change may add: to another organisation, to another meeting. */
type ChangedReferences = Pick<References, "organisation" | "isMeetingVisible">;

/** Adds the errors of the rules, except for fields that are already invalid. */
const checkRules = (context: RequestContext, validation: InputValidation<AwardInput>): void => {
  const invalid = new Set(validation.errors.map(({ pointer }) => pointer));
  validation.addErrors(awardErrors(validation.valid, context.today).filter(({ pointer }) => !invalid.has(pointer)));
};

/** Errors of presenters beyond those whom one transaction can count. The recipients of an award that exists are fixed. */
const presenterErrors = ({ recipients = [] }: ValidParts<AwardInput>): FieldError[] => {
  const maximum = presentersMaximum(Math.min(recipients.length, recipientsMaximum));
  const named = [...new Set(recipients.flatMap((recipient) => recipient?.presentedBy ?? []))];
  const counted = new Set(named.slice(0, maximum));
  return recipients.flatMap((recipient, i): FieldError[] =>
    recipient?.presentedBy === undefined || counted.has(recipient.presentedBy)
      ? []
      : [{ pointer: `/recipients/${i}/presentedBy`, code: "too-many-presenters", values: { maximum } }],
  );
};

/** Creates an award. Throws `invalid-input`, or 409 for an award that a recipient has or an external id that is taken. */
export const createAward = async (
  context: RequestContext,
  validation: InputValidation<AwardInput>,
  language: Language,
): Promise<Result> =>
  createAwardFrom(context, validation, { references: await loadReferences(context, validation.valid), language });

const createAwardFrom = async (
  context: RequestContext,
  validation: InputValidation<AwardInput>,
  { references, language }: { references: References; language: Language },
): Promise<Result> => {
  checkRules(context, validation);
  validation.addErrors(presenterErrors(validation.valid));
  checkReferences(validation, references);
  const input = validation.valueOrThrow();
  const { organisation } = references;
  if (!organisation) throw new TypeError("An award was accepted without its organisation");
  const { tree, tenantId } = organisation;
  const conferredBy = input.conferredBy ?? input.organisationId;
  const conferrer = conferrerOf(tree, conferredBy);
  const fields = withDerivedFields({ ...input, conferredBy });
  const stored: StoredAward = { ...firstVersion(context, tenantId, fields), conferrer };
  return context.commit(createAwardWrites(stored, tree, references.recipients), {
    ...warnedResult(stored, recipientMembers(references), language),
    created: true,
  });
};

/** Updates the fields of an award that can change. Throws 404, 428, 412, `invalid-input`, 409. */
export const updateAward = async (
  context: RequestContext,
  id: string,
  { language, ...update }: RecordUpdate<AwardInput> & { language: Language },
): Promise<Result> => {
  // What the patch refers to is loaded in parallel with the record.
  const { organisationId, meetingId } = update.change({}).value;
  const [found, organisation, meeting] = await Promise.all([
    requireAwardWithTree(context, id),
    organisationId === undefined ? undefined : loadOrganisationWithTree(context, organisationId),
    meetingId === undefined ? undefined : getMeetingAnd(context, meetingId, []),
  ]);
  const sent = patchedInput(awardInput, found, update);
  const references = { organisation, isMeetingVisible: meeting !== undefined };
  return saveAward(context, found, { sent, references, language });
};

type Replacement = { sent: InputValidation<AwardInput>; references: ChangedReferences; language: Language };

/** Replaces an award. An input without `conferredBy` is conferred by its organisation. */
const saveAward = async (
  context: RequestContext,
  found: AwardWithTree,
  { sent, references, language }: Replacement,
): Promise<Result> => {
  const { record, tree, conferrer } = found;
  const { organisationId, conferredBy = organisationId } = sent.value;
  const validation = sent.with(conferredBy === undefined ? {} : { conferredBy });
  checkRules(context, validation);
  checkChange(found, validation, references);
  const input = { ...validation.valueOrThrow(), recipients: record.recipients, conferredBy: record.conferredBy };
  const next = nextVersion(context, found, withDerivedFields(input));
  const after: StoredAward = next ? { ...next, conferrer } : found;
  // The recipients are read for the warnings while the award is written.
  const [members] = await Promise.all([
    loadRecipientMembers(context, record.recipients),
    next && context.commit(updateAwardWrites(found, after, tree), resultOf(after)),
  ]);
  return warnedResult(after, members, language);
};

/** Adds the errors of a change: fixed fields, another tenant, another meeting although attendees of the first presented. */
const checkChange = (
  found: AwardWithTree,
  validation: InputValidation<AwardInput>,
  references: ChangedReferences,
): void => {
  const { record, tree } = found;
  const { organisationId, meetingId } = validation.value;
  const invalid = new Set(validation.errors.map(({ pointer }) => pointer.split("/")[1]));
  validation.addErrors(
    fixedFieldErrors(inputOf(awardInput, record), validation.value).filter(
      ({ pointer }) => !invalid.has(pointer.slice(1)),
    ),
  );
  if (organisationId !== undefined && organisationId !== record.organisationId) {
    if (!references.organisation) validation.addError("/organisationId", "unknown-reference");
    else if (chainOf(tree, organisationId).length === 0) validation.addError("/organisationId", "fixed");
    else if (!mayConfer(tree, record.conferredBy, organisationId))
      validation.addError("/organisationId", "contradiction", { other: "conferredBy" });
  }
  if (meetingId === record.meetingId || meetingId === undefined) return;
  if (!references.isMeetingVisible) validation.addError("/meetingId", "unknown-reference");
  else if (record.recipients.some(({ presentedBy }) => presentedBy !== undefined))
    validation.addError("/meetingId", "contradiction", { other: "recipients" });
};

/** Deletes an award. Throws 404, 428, 412. */
export const deleteAward = (context: RequestContext, id: string, precondition: Precondition | undefined) =>
  deleteRecord(context, requireAwardWithTree(context, id), {
    precondition,
    writes: (found) => deleteAwardWrites(found, found.tree),
  });

/** Creates or replaces the award of an external id, which is unique in the tenant of the organisation. */
export const putAwardByExternalId = (
  context: RequestContext,
  request: UpsertRequest<AwardInput>,
  language: Language,
): Promise<Result> =>
  upsertByExternalId(context, "award", request, {
    hintedScope: ({ organisationId }) => (organisationId === undefined ? undefined : tenantIdFromId(organisationId)),
    load: ({ valid }) => loadReferences(context, valid),
    scopeOf: ({ organisation }) => organisation?.tenantId,
    find: (id) => loadAwardWithTree(context, id),
    create: (validation, references) => createAwardFrom(context, validation, { references, language }),
    replace: (found, sent, references) => saveAward(context, found, { sent, references, language }),
  });
