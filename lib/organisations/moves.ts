import type { RequestContext, Result } from "../records/request-context.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { isId, ownLength } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { checkPrecondition, type Precondition } from "../shared/precondition.ts";
import type { AncestorRef } from "../statistics/tally.ts";
import { keys } from "../table/keys.ts";
import { type Page, type PageRequest, readPage } from "../table/page.ts";
import { readAll } from "../table/read-all.ts";
import type { Item } from "../table/write.ts";
import { type Descendant, descendantWritesMaximum, loadAncestorsEver, loadDescendants } from "./hierarchy.ts";
import { moveOrganisationWrites } from "./move-writes.ts";
import { type ParentPeriod, withParentPeriod } from "./parent-periods.ts";
import { checkPlacement } from "./placement.ts";
import { loadOrganisationWithTree, requireOrganisationWithTree, requireVisibleOrganisation } from "./reads.ts";
import { moveErrors, moveLifeSpanErrors, otherTenantErrors } from "./rules.ts";
import { type MoveInput, type MoveRecord, moveRecord } from "./schema.ts";
import type { OrganisationWithTree, StoredOrganisation } from "./tree.ts";
import { parentHistory, pathTo } from "./tree.ts";

type Validation = InputValidation<MoveInput>;
/** A move; the precondition is about the organisation. */
type MoveRequest = { precondition?: Precondition | undefined; validation: Validation };

/**
 * Moves an organisation in use with its descendants, from a day on. Throws 404, 412, `invalid-input`, 409 for an external id that
 * is taken below the new parent, or 409 `write-conflict`. Takes four rounds of reads, more for a superior.
 */
export const moveOrganisation = async (
  context: RequestContext,
  id: string,
  { precondition, validation }: MoveRequest,
): Promise<Result> => {
  const { parentId } = validation.value;
  const [found, parent, tallies] = await Promise.all([
    requireOrganisationWithTree(context, id),
    parentId === undefined ? undefined : loadOrganisationWithTree(context, parentId),
    loadTallies(context, id),
  ]);
  checkPrecondition(precondition, found.version);
  validation.addErrors(moveErrors(found, validation.value, context.today));
  validation.addErrors(otherTenantErrors(found, parent));
  const periods = parentPeriodsAfter(found, validation.value);
  validation.addErrors(moveLifeSpanErrors(found, validation.value, { parent: parent?.record, periods }));
  checkPlacement(context, validation, { parent, kind: found.record.kind, id });
  const expectedPlacements = await loadExpectedPlacements(context, validation, { found, parent });
  const path = periods.at(-1)?.parentId === found.record.parentId ? undefined : pathOf(parent);
  const descendants = path ? await descendantsOf(context, validation, { found, tally: tallies[0] }) : [];
  const input = validation.valueOrThrow();
  const move: MoveRecord = {
    ...input,
    id: context.newId(),
    organisationId: id,
    createdAt: context.now,
    updatedAt: context.now,
  };
  const after = withParent(context, found, periods.at(-1)?.parentId);
  const client = context.caller.clientId;
  const planned = {
    found,
    after,
    move,
    client,
    parentPeriods: periods,
    tallies,
    expectedPlacements,
    path,
    descendants,
  };
  return context.commit(moveOrganisationWrites(planned), { record: move });
};

/** The parents after the move; unchanged while its day is invalid. */
const parentPeriodsAfter = (
  { tree, record }: OrganisationWithTree,
  { on, parentId }: Partial<MoveInput>,
): readonly ParentPeriod[] => {
  const periods = parentHistory(tree, record.id);
  if (on === undefined) return periods;
  return withParentPeriod(periods, { from: on, ...(parentId === undefined ? {} : { parentId }) });
};

const pathOf = (parent: OrganisationWithTree | undefined) => (parent ? pathTo(parent.tree, parent.record.id) : []);

/** Of a unit all tally items, since its departments have to count them on other days; of a tenant the yearly one. */
const loadTallies = async ({ table }: RequestContext, id: string): Promise<Item[]> => {
  if (!isId(id)) return [];
  const { pk, sk } = keys.tally(id);
  if (id.length !== ownLength) return readAll(table, { partition: pk, prefix: sk });
  const item = await table.get({ pk, sk });
  return item ? [item] : [];
};

/** The new parent; for superior committees also every current and former ancestor, so that cycles can be rejected. */
const loadExpectedPlacements = async (
  context: RequestContext,
  validation: Validation,
  { found: { record }, parent }: { found: OrganisationWithTree; parent: OrganisationWithTree | undefined },
): Promise<AncestorRef[]> => {
  if (!parent) return [];
  if (record.kind !== "superior-committee") return parent.chain.slice(0, 1);
  const ancestors = await loadAncestorsEver(context.table, parent.tree);
  const isCycle = ancestors.some(({ tenantId }) => tenantId === record.id);
  if (isCycle && !validation.errors.some(({ code }) => code === "cycle")) validation.addError("/parentId", "cycle");
  return ancestors.map(({ tenantId, placementVersion }) => ({ organisationId: tenantId, placementVersion }));
};

/** The committees below a superior that moves. */
const descendantsOf = async (
  context: RequestContext,
  validation: Validation,
  { found: { record, tree }, tally }: { found: OrganisationWithTree; tally: Item | undefined },
): Promise<Descendant[]> => {
  if (record.kind !== "superior-committee") return [];
  const descendants = await loadDescendants(context.table, { tree, tally });
  if (!descendants) validation.addError("/parentId", "too-many-below", { maximum: descendantWritesMaximum });
  return descendants ?? [];
};

const withParent = (
  context: RequestContext,
  { record, version, tenantId }: OrganisationWithTree,
  parentId: string | undefined,
): StoredOrganisation => {
  const { parentId: _, ...fields } = record;
  const moved = { ...fields, ...(parentId === undefined ? {} : { parentId }), updatedAt: context.now };
  return { record: moved, version: version + 1, tenantId };
};

/** A page of the moves of an organisation by day, those of one day in order of arrival. Throws 404. */
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
