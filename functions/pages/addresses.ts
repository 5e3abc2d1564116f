import type { Article } from "../../lib/articles/schema.ts";
import { slugOf } from "../../lib/shared/slug.ts";
import { eventsPath } from "./layout.ts";

export const eventPath = ({ slug }: Pick<Article, "slug">) => `${eventsPath}/${slug}`;

export const photoPath = (slug: string, photoId: string, rendition: string) =>
  `${eventsPath}/${slug}/photos/${photoId}/${rendition}`;

export const sectionPath = (section: string) => `${eventsPath}?section=${slugOf(section)}`;
