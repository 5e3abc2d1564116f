import { retryOnConflict } from "../shared/again.ts";
import type { InputValidation } from "../shared/draft.ts";
import { notFound, Problem } from "../shared/problem.ts";
import { decodeStored } from "../shared/shape.ts";
import type { Outcome, RequestContext } from "../shared/work.ts";
import { keys } from "../table/keys.ts";
import { type Page, type PageRequest, readPage } from "../table/page.ts";
import { type Item, insert } from "../table/write.ts";
import { requireMember, requireSeenMember } from "./find.ts";
import { type HistoryInput, type HistoryRecord, historyItem } from "./history-schema.ts";
import type { StoredMember } from "./items.ts";
import { checkCell } from "./references.ts";
import { historyFaults, lacksCell } from "./rules.ts";
import { memberChanged } from "./store.ts";

const firstVersion = 1;
const overtaken = () => new Problem("write-conflict");

/**
 * Adds an entry to a member's history, which moves the member's version and the figures of every day it changes.
 * Entries that arrive at once are written one after the other. Throws 404, `invalid-input`, or 409 `write-conflict`
 * where others were faster time and again; 409 `erased` for a reason or a decision about whose data is erased.
 */
export const addHistoryEntry = (
  work: RequestContext,
  id: string,
  draft: InputValidation<HistoryInput>,
): Promise<Outcome> =>
  retryOnConflict(
    ({ code }) => code === "write-conflict",
    () => addOnce(work, id, draft),
  );

const addOnce = async (work: RequestContext, id: string, draft: InputValidation<HistoryInput>): Promise<Outcome> => {
  const found = await requireMember(work, id);
  const { member, tree } = found;
  if (!draft.errors.some(({ pointer }) => pointer === "/organisationId")) draft.addErrors(lacksCell(draft.value));
  draft.addErrors(historyFaults(draft.value, new Set(member.history.map((entry) => entry.id)), work.today));
  checkCell(work.caller, draft, tree);
  const input = draft.valueOrThrow();
  const isPersonal = input.reason !== undefined || input.decision !== undefined;
  if (member.erasedAt !== undefined && isPersonal) throw new Problem("erased");
  const record: HistoryRecord = { ...input, id: work.newId(), createdAt: work.now, updatedAt: work.now };
  const { kind, on, organisationId, voids } = record;
  const kept = { id: record.id, kind, on, ...(organisationId ? { organisationId } : {}), ...(voids ? { voids } : {}) };
  const after: StoredMember = {
    ...found,
    member: { ...member, history: [...member.history, kept], updatedAt: work.now },
    version: found.version + 1,
  };
  const entry = { ...keys.memberHistory(id, record.id), ...record, version: firstVersion };
  const writes = [...memberChanged(found, after, tree, overtaken), insert(entry)];
  return work.commit(writes, { record, version: firstVersion });
};

const readEntry = (item: Item): { record: HistoryRecord; version: number } => {
  const { version, ...record } = decodeStored(historyItem, item);
  return { record, version };
};

/** An entry of a member's history. Throws 404. */
export const getHistoryEntry = async (work: RequestContext, id: string, entryId: string): Promise<Outcome> => {
  const [item] = await Promise.all([work.table.get(keys.memberHistory(id, entryId)), requireSeenMember(work, id)]);
  if (!item) throw notFound();
  return readEntry(item);
};

/** A page of a member's history, in order of arrival. Throws 404. */
export const listHistory = async (
  work: RequestContext,
  id: string,
  request: PageRequest,
): Promise<Page<HistoryRecord>> => {
  const { pk, sk } = keys.memberHistory(id, "");
  const keep = requireSeenMember(work, id).then(() => (item: Item) => readEntry(item).record);
  return readPage(work.table, [{ partition: pk, prefix: sk, mayLag: true }], request, keep, false);
};
