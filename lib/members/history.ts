import type { RequestContext, Result } from "../records/request-context.ts";
import { isWriteConflict, retryOnConflict } from "../records/retry-on-conflict.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { notFound, Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { type Page, type PageRequest, readPage } from "../table/page.ts";
import { type Item, insert } from "../table/write.ts";
import { type StoredMember, updateMemberWrites } from "./items.ts";
import { requireMemberWithTree, requireVisibleMember } from "./reads.ts";
import { checkCell, historyEntryErrors, missingCellErrors } from "./rules.ts";
import { type HistoryInput, type HistoryRecord, historyItem } from "./schema.ts";

const firstVersion = 1;
const overtaken = () => new Problem("write-conflict");

/**
 * Adds an entry to a member's history, and with it a version of the member and the changed counters. Concurrent entries are
 * written one after the other. Throws 404, `invalid-input`, 409 `write-conflict` after repeated conflicts, or 409 `erased`
 * for personal data of an erased member.
 */
export const addHistoryEntry = (
  context: RequestContext,
  id: string,
  validation: InputValidation<HistoryInput>,
): Promise<Result> => retryOnConflict(isWriteConflict, () => addOnce(context, id, validation));

const addOnce = async (
  context: RequestContext,
  id: string,
  validation: InputValidation<HistoryInput>,
): Promise<Result> => {
  const found = await requireMemberWithTree(context, id);
  const { record: member, tree } = found;
  if (!validation.errors.some(({ pointer }) => pointer === "/organisationId"))
    validation.addErrors(missingCellErrors(validation.value));
  const earlier = new Set(member.history.map((entry) => entry.id));
  validation.addErrors(historyEntryErrors(validation.value, earlier, context.today));
  checkCell(context.caller, validation, tree);
  const input = validation.valueOrThrow();
  const isPersonal = input.reason !== undefined || input.decision !== undefined;
  if (member.erasedAt !== undefined && isPersonal) throw new Problem("erased");
  const record: HistoryRecord = { ...input, id: context.newId(), createdAt: context.now, updatedAt: context.now };
  const { kind, on, organisationId, voids } = record;
  const entry = { id: record.id, kind, on, ...(organisationId ? { organisationId } : {}), ...(voids ? { voids } : {}) };
  const after: StoredMember = {
    ...found,
    record: { ...member, history: [...member.history, entry], updatedAt: context.now },
    version: found.version + 1,
  };
  const writes = updateMemberWrites(found, after, { tree, onConditionFailed: overtaken });
  const item = { ...keys.memberHistory(id, record.id), ...record, version: firstVersion };
  return context.commit([...writes, insert(item)], { record, version: firstVersion });
};

const readEntry = (item: Item): { record: HistoryRecord; version: number } => {
  const { version, ...record } = decodeStored(historyItem, item);
  return { record, version };
};

/** An entry of a member's history. Throws 404. */
export const getHistoryEntry = async (context: RequestContext, id: string, entryId: string): Promise<Result> => {
  const [item] = await Promise.all([
    context.table.get(keys.memberHistory(id, entryId)),
    requireVisibleMember(context, id),
  ]);
  if (!item) throw notFound();
  return readEntry(item);
};

/** A page of a member's history, in order of arrival. Throws 404. */
export const listHistory = async (
  context: RequestContext,
  id: string,
  request: PageRequest,
): Promise<Page<HistoryRecord>> => {
  const { pk, sk } = keys.memberHistory(id, "");
  const keep = requireVisibleMember(context, id).then(() => (item: Item) => readEntry(item).record);
  return readPage(context.table, [{ partition: pk, prefix: sk, consistency: "eventual" }], request, keep, false);
};
