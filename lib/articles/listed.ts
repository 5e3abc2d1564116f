import type { Day } from "../shared/days.ts";
import { slugOf } from "../shared/slug.ts";
import { lists } from "../table/keys.ts";
import { type Page, type PageRequest, readPage } from "../table/page.ts";
import type { Range } from "../table/range.ts";
import type { Table } from "../table/table.ts";
import type { Item } from "../table/write.ts";
import { readArticle } from "./items.ts";
import type { Article } from "./schema.ts";

/** An event as lists show it: its article and the day of its meeting. */
export type ListedEvent = { article: Article; date: Day };

const dayLength = "2023-12-26".length;

export const readListed = (item: Item): ListedEvent => ({
  article: readArticle(item).record,
  date: String(item.sort).slice(0, dayLength),
});

const rangeOf = (section: string | undefined): Range =>
  section === undefined
    ? { index: "byHome", partition: lists.events, descending: true }
    : { index: "byGroup", partition: lists.eventsOfSection(slugOf(section)), descending: true };

/**
 * Published events, newest first, in one round trip.
 * @param section name or slug of the one section to list
 */
export const listEvents = (
  table: Table,
  section: string | undefined,
  request: PageRequest,
): Promise<Page<ListedEvent>> => readPage(table, [rangeOf(section)], request, readListed, false);
