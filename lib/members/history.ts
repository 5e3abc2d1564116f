import { hiddenOrganisations } from "../organisations/reads.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { checkPrecondition, type Precondition } from "../shared/precondition.ts";
import { notFound, Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { type Page, type PageRequest, readPage } from "../table/page.ts";
import { type Item, insert } from "../table/write.ts";
import { type StoredMember, timelineOf, updateMemberWrites } from "./items.ts";
import { shownPositions } from "./positions.ts";
import { requireMemberWithTree, requireVisibleMember } from "./reads.ts";
import { arrivalErrors, cellErrors, historyEntryErrors } from "./rules.ts";
import { type HistoryDetails, type HistoryInput, type HistoryRecord, historyItem } from "./schema.ts";
import { effectsOf, periodsOf } from "./timeline.ts";

const firstVersion = 1;
const overtaken = () => new Problem("write-conflict");

/** A history entry to add; the precondition is about the member. */
export type HistoryAddition = { precondition: Precondition | undefined; validation: InputValidation<HistoryInput> };

/**
 * Adds an entry to a member's history, and with it a version of the member and the changed counters. Throws 404, 412,
 * `invalid-input`, 409 `write-conflict`, or 409 `erased` for personal data of an erased member.
 */
export const addHistoryEntry = async (
  context: RequestContext,
  id: string,
  { precondition, validation }: HistoryAddition,
): Promise<Result> => {
  const named = validation.value.organisationId;
  const [found, hidden] = await Promise.all([
    requireMemberWithTree(context, id),
    hiddenOrganisations(context, [named]),
  ]);
  const { record: member, tree } = found;
  checkPrecondition(precondition, found.version);
  validation.addErrors(historyEntryErrors(validation, member.history, context.today));
  const ofCell = cellErrors({ caller: context.caller, tree, hidden }, "/organisationId", named);
  validation.addErrors(ofCell);
  const details = { id: context.newId(), createdAt: context.now, updatedAt: context.now };
  const { kind, on, organisationId, voids } = validation.value;
  const entry = definedOf({ id: details.id, kind, on, organisationId, voids });
  const after: StoredMember = {
    ...found,
    record: { ...member, history: [...member.history, entry], updatedAt: context.now },
    version: found.version + 1,
  };
  // The life span of a cell must not show that an invisible one exists.
  if (ofCell.length === 0) {
    const timeline = timelineOf(after.record);
    const positions = shownPositions(member.positions ?? [], periodsOf(timeline));
    validation.addErrors(arrivalErrors(tree, validation.value, { timeline, positions, today: context.today }));
  }
  const input = validation.valueOrThrow();
  const isPersonal = input.reason !== undefined || input.decision !== undefined;
  if (member.erasedAt !== undefined && isPersonal) throw new Problem("erased");
  const record = { ...input, ...details };
  const writes = updateMemberWrites(found, after, { tree, onConditionFailed: overtaken });
  const stored: StoredEntry = { record, version: firstVersion, memberVersion: after.version };
  const { version, memberVersion } = stored;
  const item = { ...keys.memberHistory(id, record.id), ...record, version, memberVersion };
  return context.commit([...writes, insert(item)], entryResult(stored, after));
};

/** The fields that have a value. */
const definedOf = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

type StoredEntry = { record: HistoryDetails; version: number; memberVersion: number };

const readEntry = (item: Item): StoredEntry => {
  const { version, memberVersion, ...record } = decodeStored(historyItem, item);
  return { record, version, memberVersion };
};

const recordOf = (record: HistoryDetails, effects: ReturnType<typeof effectsOf>): HistoryRecord => {
  const { voidedBy, effective = false } = effects.get(record.id) ?? {};
  return { ...record, ...(voidedBy === undefined ? {} : { voidedBy }), effective };
};

/** What an entry changes depends on the rest of the member, so its ETag moves with the version of the member. */
const entryResult = ({ record, version, memberVersion }: StoredEntry, member: StoredMember): Result => ({
  record: recordOf(record, effectsOf(timelineOf(member.record))),
  version: version + member.version - memberVersion,
});

/** An entry of a member's history. Throws 404. */
export const getHistoryEntry = async (context: RequestContext, id: string, entryId: string): Promise<Result> => {
  const [item, member] = await Promise.all([
    context.table.get(keys.memberHistory(id, entryId)),
    requireVisibleMember(context, id),
  ]);
  if (!item) throw notFound();
  return entryResult(readEntry(item), member);
};

/** A page of a member's history, in order of arrival. Throws 404. */
export const listHistory = async (
  context: RequestContext,
  id: string,
  request: PageRequest,
): Promise<Page<HistoryRecord>> => {
  const { pk, sk } = keys.memberHistory(id, "");
  const keep = requireVisibleMember(context, id).then(({ record }) => {
    const effects = effectsOf(timelineOf(record));
    return (item: Item) => recordOf(readEntry(item).record, effects);
  });
  return readPage(context.table, [{ partition: pk, prefix: sk, consistency: "eventual" }], request, keep, false);
};
