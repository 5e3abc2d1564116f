import * as z from "zod/mini";
import { id, name, recordFields, text, title } from "../shared/schema.ts";

export const articleLanguages = ["vi", "en"] as const;
export const articleStatuses = ["draft", "published"] as const;

const details = {
  headline: title,
  lead: z.optional(text),
  author: name,
  photographer: z.optional(name),
  section: name,
};
const body = text.check(z.meta({ description: "Markdown (CommonMark), without HTML and images." }));

/** Input of the article of an event. `language` defaults to `vi`. */
export const articleInput = z.strictObject({ ...details, body, language: z.optional(z.enum(articleLanguages)) });
export type ArticleInput = z.output<typeof articleInput>;

/** An article in responses. `publishedAt` is the time of its first publication. */
export const articleRecord = z.object({
  ...recordFields,
  meetingId: id,
  ...details,
  body,
  language: z.enum(articleLanguages),
  slug: z.string(),
  status: z.enum(articleStatuses),
  publishedAt: z.optional(z.string()),
});
export type Article = z.output<typeof articleRecord>;
export type ArticleLanguage = Article["language"];
