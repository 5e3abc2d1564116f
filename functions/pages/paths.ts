import type { Article } from "../../lib/articles/schema.ts";
import { slugOf } from "../../lib/shared/slug.ts";

export const eventsPath = "/events";
export const feedPath = `${eventsPath}/feed.xml`;
export const calendarPath = `${eventsPath}/calendar.ics`;

export const eventPath = ({ slug }: Pick<Article, "slug">) => `${eventsPath}/${slug}`;

export const photoPath = (slug: string, photoId: string, rendition: string) =>
  `${eventsPath}/${slug}/photos/${photoId}/${rendition}`;

export const sectionPath = (section: string) => `${eventsPath}?section=${slugOf(section)}`;

/** A page of the list of events. */
export const listPath = (query: { section?: string | undefined; limit?: number | undefined; cursor: string }) => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return `${eventsPath}?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]))}`;
};

/** Marks the position of a page of newer events in a cursor; any other leads to older ones. */
const newerMark = ">";

export const cursorOf = (newer: string | undefined) => (newer === undefined ? undefined : newerMark + newer);

/** What a cursor asks for. */
export const positionOf = (position: string | undefined) =>
  position?.startsWith(newerMark) ? { newerThan: position.slice(newerMark.length) } : { olderThan: position };
