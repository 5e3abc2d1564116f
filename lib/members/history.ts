import type { RequestContext, Result } from "../records/request-context.ts";
import { retryOnConflict } from "../records/retry-on-conflict.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { notFound, Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { type Page, type PageRequest, readPage } from "../table/page.ts";
import { type Item, insert } from "../table/write.ts";
import type { StoredMember } from "./items.ts";
import { updateMemberWrites } from "./items.ts";
import { requireMemberWithTree, requireVisibleMember } from "./reads.ts";
import { checkCell, historyEntryErrors, missingCellErrors } from "./rules.ts";
import { type HistoryInput, type HistoryRecord, historyItem } from "./schema.ts";

const firstVersion = 1;
const overtaken = () => new Problem("write-conflict");

/**
 * Adds an entry to a member's history, which moves the member's version and the figures of every day it changes.
 * Entries that arrive at once are written one after the other. Throws 404, `invalid-input`, or 409 `write-conflict`
 * where others were faster time and again; 409 `erased` for a reason or a decision about whose data is erased.
 */
export const addHistoryEntry = (
  context: RequestContext,
  id: string,
  validation: InputValidation<HistoryInput>,
): Promise<Result> =>
  retryOnConflict(
    ({ code }) => code === "write-conflict",
    () => addOnce(context, id, validation),
  );

const addOnce = async (
  context: RequestContext,
  id: string,
  validation: InputValidation<HistoryInput>,
): Promise<Result> => {
  const found = await requireMemberWithTree(context, id);
  const { member, tree } = found;
  if (!validation.errors.some(({ pointer }) => pointer === "/organisationId"))
    validation.addErrors(missingCellErrors(validation.value));
  validation.addErrors(
    historyEntryErrors(validation.value, new Set(member.history.map((entry) => entry.id)), context.today),
  );
  checkCell(context.caller, validation, tree);
  const input = validation.valueOrThrow();
  const isPersonal = input.reason !== undefined || input.decision !== undefined;
  if (member.erasedAt !== undefined && isPersonal) throw new Problem("erased");
  const record: HistoryRecord = { ...input, id: context.newId(), createdAt: context.now, updatedAt: context.now };
  const { kind, on, organisationId, voids } = record;
  const kept = { id: record.id, kind, on, ...(organisationId ? { organisationId } : {}), ...(voids ? { voids } : {}) };
  const after: StoredMember = {
    ...found,
    member: { ...member, history: [...member.history, kept], updatedAt: context.now },
    version: found.version + 1,
  };
  const entry = { ...keys.memberHistory(id, record.id), ...record, version: firstVersion };
  const writes = [...updateMemberWrites(found, after, tree, overtaken), insert(entry)];
  return context.commit(writes, { record, version: firstVersion });
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
