import * as z from "zod/mini";
import { conferrers } from "../rules/award-authority.ts";
import { itemFields } from "../shared/schema.ts";
import { decodeStored } from "../shared/shape.ts";
import { keys, lists } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { awardList } from "./award-list.ts";
import { countsOf } from "./rules.ts";
import { type Award, type AwardInput, awardInput, awardRecord } from "./schema.ts";
import { awardWarnings, type Language } from "./warnings.ts";

/** What the table keeps of an award: all but what follows from it. `conferrer` is what confers it, for the rules. */
const kept = z.omit(awardRecord, { counts: true, warnings: true });
const keptFields = { tenantId: z.string(), conferrer: z.enum(conferrers) };
const awardItem = z.object({ ...itemFields, ...keptFields });

/** An award with its version, the home it belongs to, and the kind of organisation that confers it. */
export type StoredAward = {
  record: Award;
  version: number;
  tenantId: string;
  conferrer: z.output<typeof awardItem>["conferrer"];
};

/** Newest first is by year, then by entry; read from the end. */
export const awardSort = ({ id, year }: Pick<Award, "id" | "year">) => `${year}#${id}`;

export const awardItemOf = ({ record, version, tenantId, conferrer }: StoredAward): Item => ({
  ...keys.award(record.id),
  ...decodeStored(kept, record),
  version,
  tenantId,
  conferrer,
  inTenant: lists.inTenant(tenantId, awardList),
  inUnit: lists.inUnit(record.organisationId, awardList),
  ...(record.meetingId ? { inGroup: lists.ofMeeting(record.meetingId, awardList) } : {}),
  sort: awardSort(record),
});

/** Reads an item, its warnings in a language; throws where it is not what we write. */
export const readAward = (item: Item, language: Language = "en"): StoredAward => {
  const { version, tenantId, conferrer } = decodeStored(awardItem, item);
  return { record: completed(decodeStored(kept, item), conferrer, language), version, tenantId, conferrer };
};

/** The record with what follows from it: how many were honoured, and what the rules find unusual. */
export const completed = (
  award: Omit<Award, "counts" | "warnings">,
  conferrer: StoredAward["conferrer"],
  language: Language,
): Award => ({
  ...award,
  counts: countsOf(award.recipients),
  warnings: awardWarnings(award, conferrer, language),
});

const inputNames = Object.keys(awardInput.shape);

/** The record as a caller would have sent it: what a merge patch is applied to. */
export const inputOf = (record: Award): AwardInput =>
  Object.fromEntries(Object.entries(record).filter(([name]) => inputNames.includes(name))) as AwardInput;
