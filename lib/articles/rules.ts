import type { Meeting } from "../meetings/schema.ts";
import type { Article } from "./schema.ts";

/** Whether an event is in the lists: its article is published and its meeting public. */
export const isListed = ({ status }: Article, { visibility }: Pick<Meeting, "visibility">) =>
  status === "published" && visibility === "public";
