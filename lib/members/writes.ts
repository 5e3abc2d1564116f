import { hiddenOrganisations, loadOrganisationWithTree } from "../organisations/reads.ts";
import { deleteRecord, patchedInput, type RecordUpdate } from "../records/conditional-writes.ts";
import { checkErasedIds, externalIdHashes } from "../records/erased-ids.ts";
import { type UpsertRequest, upsertByExternalId } from "../records/external-ids.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { firstVersion, nextVersion } from "../records/versions.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import type { Precondition } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import {
  createMemberWrites,
  currentState,
  deleteMemberWrites,
  memberResult,
  recordIn,
  updateMemberWrites,
} from "./items.ts";
import { positionsToStore } from "./positions.ts";
import { loadMemberWithTree, type MemberWithTree, requireMemberWithTree } from "./reads.ts";
import {
  cellErrors,
  checkPositions,
  initialCellErrors,
  initialCellOf,
  joiningErrors,
  memberErrors,
  type Naming,
} from "./rules.ts";
import { type MemberDetails, type MemberInput, memberInput, positionsMaximum } from "./schema.ts";

type Validation = InputValidation<MemberInput>;

/** Which of the organisations that an input names are hidden from the caller. */
const loadHidden = (context: RequestContext, { valid: { organisationId, beganIn, positions = [] } }: Validation) => {
  const named = positions.slice(0, positionsMaximum).map((position) => position?.organisationId);
  return hiddenOrganisations(context, [organisationId, beganIn, ...named]);
};

/** The tree of the tenant of the cell in an input, if the caller sees the cell, and which of the named organisations are hidden. */
const loadNaming = async (context: RequestContext, validation: Validation): Promise<Naming> => {
  const { organisationId } = validation.value;
  const [cell, hidden] = await Promise.all([
    organisationId === undefined ? undefined : loadOrganisationWithTree(context, organisationId),
    loadHidden(context, validation),
  ]);
  return { caller: context.caller, tree: cell?.tree, hidden };
};

type Checked = { input: MemberInput; beganIn: string };

/** Checks rules and references of an input; those parts of the stored record that it repeats are not checked again. */
const checkedInput = (
  context: RequestContext,
  validation: Validation,
  { naming, before }: { naming: Naming; before?: MemberDetails },
): Checked => {
  const { value } = validation;
  const known = before && { record: before, cell: currentState(before).organisationId };
  validation.addErrors(memberErrors(validation.valid, context.today));
  for (const [field, stored] of [
    ["organisationId", known?.cell],
    ["beganIn", before?.beganIn],
  ] as const)
    if (value[field] !== stored) validation.addErrors(cellErrors(naming, `/${field}`, value[field]));
  validation.addErrors(initialCellErrors(value, known));
  const beganIn = initialCellOf(value, known);
  const stored = before && recordIn(currentState(before), before).positions;
  checkPositions(validation, naming, { stored, today: context.today });
  const isKnown = beganIn === before?.beganIn || cellErrors(naming, "", beganIn).length === 0;
  if (naming.tree && isKnown && startsElsewhere(value, beganIn, before))
    validation.addErrors(joiningErrors(naming.tree, { cell: beganIn, input: value, today: context.today }));
  return { input: validation.valueOrThrow(), beganIn };
};

/** Whether an input changes the cell or the day on which the membership begins. */
const startsElsewhere = (value: Validation["value"], beganIn: string, before: MemberDetails | undefined) =>
  !before ||
  before.beganIn !== beganIn ||
  (before.joinedOn ?? before.admittedOn) !== (value.joinedOn ?? value.admittedOn);

/** Creates a member. Throws `invalid-input`, or 409 for a number or an external id that is taken. */
export const createMember = async (context: RequestContext, validation: Validation): Promise<Result> =>
  createInTenant(context, validation, await loadNaming(context, validation));

const createInTenant = async (context: RequestContext, validation: Validation, naming: Naming): Promise<Result> => {
  const { input, beganIn } = checkedInput(context, validation, { naming });
  const { tree } = naming;
  if (!tree) throw new TypeError("A member was accepted without its tenant");
  const stored = firstVersion(context, tree.tenantId, detailsOf(input, { beganIn, history: [] }));
  const writes = [...createMemberWrites(stored, tree), ...checkErasedIds(context.hashExternalId, undefined, stored)];
  return context.commit(writes, { ...memberResult(stored), created: true });
};

/** The stored fields of an input. */
const detailsOf = (
  { organisationId: _, ...fields }: MemberInput,
  kept: Pick<MemberDetails, "beganIn" | "history">,
) => ({ ...fields, ...kept });

/**
 * Corrects the initial state of a member. Throws 404, 428, 412, `invalid-input`, 409 for what is taken, or 409 `erased` for a
 * member whose data is erased.
 */
export const updateMember = async (
  context: RequestContext,
  id: string,
  update: RecordUpdate<MemberInput>,
): Promise<Result> => {
  // What the patch names is read in parallel with the member.
  const [found, hidden] = await Promise.all([
    requireMemberWithTree(context, id),
    loadHidden(context, update.change({})),
  ]);
  const { record } = memberResult(found);
  return saveMember(context, found, {
    hidden,
    validation: patchedInput(memberInput, { record, version: found.version }, update),
  });
};

const saveMember = async (
  context: RequestContext,
  found: MemberWithTree,
  { validation, hidden }: { validation: Validation; hidden: Naming["hidden"] },
): Promise<Result> => {
  const { record, tree } = found;
  if (record.erasedAt !== undefined) throw new Problem("erased");
  const { input, beganIn } = checkedInput(context, validation, {
    naming: { caller: context.caller, tree, hidden },
    before: record,
  });
  const sent = detailsOf(input, { beganIn, history: record.history });
  const { positions: stored = [] } = record;
  const { positions: shown = [] } = recordIn(currentState(record), record);
  const positions = sent.positions && positionsToStore(sent.positions, { stored, shown });
  const next = nextVersion(context, found, { ...sent, ...(positions ? { positions } : {}) });
  if (!next) return memberResult(found);
  const writes = [...updateMemberWrites(found, next, { tree }), ...checkErasedIds(context.hashExternalId, found, next)];
  return context.commit(writes, memberResult(next));
};

/**
 * Deletes a member created by mistake. Throws 404, 428, 412, 409 `in-use` if another record refers to the member, or 409
 * `erased` for a person whose data is or will be erased: past figures count the person.
 */
export const deleteMember = (context: RequestContext, id: string, precondition: Precondition | undefined) =>
  deleteRecord(context, requireMemberWithTree(context, id), {
    precondition,
    writes: (found) => {
      if (found.record.erasedAt !== undefined) throw new Problem("erased");
      return deleteMemberWrites(found, found.tree, externalIdHashes(context.hashExternalId, found));
    },
  });

/** Creates or replaces the member of an external id, which is unique in the tenant of the cell. */
export const putMemberByExternalId = (context: RequestContext, request: UpsertRequest<MemberInput>): Promise<Result> =>
  upsertByExternalId(context, "member", request, {
    hintedScope: ({ organisationId }) => (organisationId === undefined ? undefined : tenantIdFromId(organisationId)),
    load: (validation) => loadNaming(context, validation),
    scopeOf: ({ tree }) => tree?.tenantId,
    find: (id) => loadMemberWithTree(context, id),
    create: (validation, naming) => createInTenant(context, validation, naming),
    replace: (found, validation, { hidden }) => saveMember(context, found, { validation, hidden }),
  });
