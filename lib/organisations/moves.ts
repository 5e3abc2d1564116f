import type { RequestContext, Result } from "../records/request-context.ts";
import { retryOnConflict } from "../records/retry-on-conflict.ts";
import { isId, ownLength } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { decodeStored } from "../shared/shape.ts";
import type { AncestorRef } from "../statistics/tally.ts";
import { keys } from "../table/keys.ts";
import { type Page, type PageRequest, readPage } from "../table/page.ts";
import { readAll } from "../table/read-all.ts";
import type { Item } from "../table/write.ts";
import { type Descendant, descendantWritesMaximum, loadAncestorsEver, loadDescendants } from "./hierarchy.ts";
import type { StoredOrganisation } from "./items.ts";
import { moveOrganisationWrites, type PlannedMove } from "./move-writes.ts";
import { type ParentPeriod, withParentPeriod } from "./parent-periods.ts";
import { checkPlacement } from "./placement.ts";
import {
  loadOrganisationWithTree,
  type OrganisationWithTree,
  requireOrganisationWithTree,
  requireVisibleOrganisation,
} from "./reads.ts";
import { moveErrors, otherTenantErrors } from "./rules.ts";
import { type MoveInput, type MoveRecord, moveRecord } from "./schema.ts";
import { parentHistory, pathTo } from "./tree.ts";

/**
 * Moves an organisation in use, with all below it, on a day. Moves and writes that meet are done one after the other. Throws
 * 404, `invalid-input`, 409 for an external id that is taken there, or 409 `write-conflict` where others were faster time and
 * again. Four rounds of reads and more for a superior; it is rare.
 */
export const moveOrganisation = (
  context: RequestContext,
  id: string,
  validation: InputValidation<MoveInput>,
): Promise<Result> =>
  retryOnConflict(
    ({ code }) => code === "write-conflict",
    () => moveOnce(context, id, validation),
  );

const moveOnce = async (
  context: RequestContext,
  id: string,
  validation: InputValidation<MoveInput>,
): Promise<Result> => {
  const { parentId } = validation.value;
  const [found, parent, tallies] = await Promise.all([
    requireOrganisationWithTree(context, id),
    parentId === undefined ? undefined : loadOrganisationWithTree(context, parentId),
    talliesOf(context, id),
  ]);
  validation.addErrors(moveErrors(found, validation.value, context.today));
  validation.addErrors(otherTenantErrors(found, parent));
  checkPlacement(context, validation, found.record.kind, parent, id);
  const standing = await loadExpectedPlacements(context, validation, found, parent);
  const stands = parentPeriodsAfter(found, validation.value);
  const path = stands.at(-1)?.parentId === found.record.parentId ? undefined : pathBelow(parent);
  const below =
    path && found.record.kind === "superior-committee"
      ? await descendantsOf(context, validation, found, tallies[0])
      : [];
  const input = validation.valueOrThrow();
  const move: MoveRecord = {
    ...input,
    id: context.newId(),
    organisationId: id,
    createdAt: context.now,
    updatedAt: context.now,
  };
  const after = organisationAfterMove(context, found, stands);
  const client = context.caller.clientId;
  const moving: PlannedMove = {
    found,
    after,
    move,
    client,
    parentPeriods: stands,
    tallies,
    expectedPlacements: standing,
    path,
    below,
  };
  return context.commit(moveOrganisationWrites(moving), { record: move });
};

/** Where it has stood once the move is recorded; a move without a day of its own changes nothing. */
const parentPeriodsAfter = (
  { tree, record }: OrganisationWithTree,
  { on, parentId }: Partial<MoveInput>,
): readonly ParentPeriod[] => {
  const stands = parentHistory(tree, record.id);
  return on === undefined
    ? stands
    : withParentPeriod(stands, { from: on, ...(parentId === undefined ? {} : { parentId }) });
};

const pathBelow = (parent: OrganisationWithTree | undefined) => (parent ? pathTo(parent.tree, parent.record.id) : []);

/** All that a unit has counted, which its departments are to count on other days; of a home what hangs on it. */
const talliesOf = async ({ table }: RequestContext, id: string): Promise<Item[]> => {
  if (!isId(id)) return [];
  const { pk, sk } = keys.tally(id);
  if (id.length !== ownLength) return readAll(table, { partition: pk, prefix: sk });
  const item = await table.get({ pk, sk });
  return item ? [item] : [];
};

/** The new parent and, for what others may hang below, all that has ever been above it, which must not hold the mover. */
const loadExpectedPlacements = async (
  context: RequestContext,
  validation: InputValidation<MoveInput>,
  { record }: OrganisationWithTree,
  parent: OrganisationWithTree | undefined,
): Promise<AncestorRef[]> => {
  if (!parent) return [];
  if (record.kind !== "superior-committee") return parent.chain.slice(0, 1);
  const above = await loadAncestorsEver(context.table, parent.tree);
  const isCycle = above.some(({ tenantId }) => tenantId === record.id);
  if (isCycle && !validation.errors.some(({ code }) => code === "cycle")) validation.addError("/parentId", "cycle");
  return above.map(({ tenantId, place }) => ({ organisationId: tenantId, place }));
};

const descendantsOf = async (
  context: RequestContext,
  validation: InputValidation<MoveInput>,
  { tree }: OrganisationWithTree,
  tally: Item | undefined,
): Promise<Descendant[]> => {
  const below = await loadDescendants(context.table, { tree, tally });
  if (!below) validation.addError("/parentId", "too-many-below", { maximum: descendantWritesMaximum });
  return below ?? [];
};

/** The organisation as it is now, where the last of its stands says. */
const organisationAfterMove = (
  context: RequestContext,
  found: OrganisationWithTree,
  stands: readonly ParentPeriod[],
): StoredOrganisation => {
  const { parentId: _, ...fields } = found.record;
  const { parentId } = stands.at(-1) ?? {};
  const record = { ...fields, ...(parentId === undefined ? {} : { parentId }), updatedAt: context.now };
  return { record, version: found.version + 1, tenantId: found.tenantId };
};

/** A page of the moves of an organisation by their day, those of one day in order of arrival. Throws 404. */
export const listMoves = async (
  context: RequestContext,
  id: string,
  request: PageRequest,
): Promise<Page<MoveRecord>> => {
  const { pk, sk } = keys.move(id, "", "");
  const keep = requireVisibleOrganisation(context, id).then(() => (item: Item) => decodeStored(moveRecord, item));
  return readPage(
    context.table,
    [{ partition: pk, prefix: sk.slice(0, -1), consistency: "eventual" }],
    request,
    keep,
    false,
  );
};
