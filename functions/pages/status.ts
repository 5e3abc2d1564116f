import type { ArticleLanguage } from "../../lib/articles/schema.ts";
import type { Meeting } from "../../lib/meetings/schema.ts";
import { empty, type Html, html } from "../shared/html.ts";
import { texts } from "./texts.ts";

/** The status of a meeting in words; undefined for one that was held. */
export const statusText = (status: Meeting["status"] | undefined, language: ArticleLanguage): string | undefined =>
  status === "planned" || status === "cancelled" ? texts[language][status] : undefined;

/** A title that begins with the status, where lists and messengers show nothing else. */
export const withStatus = (title: string, status: Meeting["status"] | undefined, language: ArticleLanguage): string => {
  const text = statusText(status, language);
  return text === undefined ? title : `${text}: ${title}`;
};

/** The status as a sentence at the top of a page. */
export const statusNotice = (status: Meeting["status"], language: ArticleLanguage): Html =>
  status === "held"
    ? empty
    : html`<p class="status"><b>${texts[language][status]}.</b> ${texts[language][`${status}Note`]}</p>`;
