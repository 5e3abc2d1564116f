import type { Article } from "../../lib/articles/schema.ts";
import { slugOf } from "../../lib/shared/slug.ts";

export const eventsPath = "/events";
export const feedPath = `${eventsPath}/feed.xml`;

export const eventPath = ({ slug }: Pick<Article, "slug">) => `${eventsPath}/${slug}`;

export const photoPath = (slug: string, photoId: string, rendition: string) =>
  `${eventsPath}/${slug}/photos/${photoId}/${rendition}`;

export const sectionPath = (section: string) => `${eventsPath}?section=${slugOf(section)}`;

/** A page of the list of events. */
export const listPath = (query: { section?: string | undefined; limit?: number | undefined; cursor: string }) => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return `${eventsPath}?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]))}`;
};
