import { readGone, readMeeting } from "../meetings/items.ts";
import type { StoredPhoto } from "../photos/items.ts";
import type { Item } from "../table/write.ts";
import { readArticle } from "./items.ts";

const slugForm = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The meeting and its article where they make a page at this slug: both as they stand now. */
export const publicAt = (slug: string, meta: Item | undefined, item: Item | undefined) => {
  if (!meta || readGone(meta) || !item) return undefined;
  const meeting = readMeeting(meta).record;
  const article = readArticle(item).record;
  const isPage = meeting.visibility === "public" && article.status === "published" && article.slug === slug;
  return isPage ? { meeting, article } : undefined;
};

export const isSlug = (text: string) => slugForm.test(text);

/** Whether a photo may be on a public page. */
export const isShown = ({ record, renditions }: StoredPhoto) =>
  record.visibility === "public" && record.status === "ready" && renditions.length > 0;
