import type { CoveredEvent } from "../../lib/articles/event-lists.ts";
import type { ArticleLanguage } from "../../lib/articles/schema.ts";
import { slugOf } from "../../lib/shared/slug.ts";
import { empty, html } from "../shared/html.ts";
import { eventListItem } from "./event-list.ts";
import { page } from "./layout.ts";
import { eventsPath } from "./paths.ts";
import { texts } from "./texts.ts";

/** The contents of a page of the list of events. */
export type EventList = {
  language: ArticleLanguage;
  institution: string | undefined;
  events: readonly CoveredEvent[];
  /** Name or slug of the requested section. */
  section: string | undefined;
  /** Paths of the pages on both sides, if there may be any. */
  older: string | undefined;
  newer: string | undefined;
  /** This is not the first page. */
  isContinued: boolean;
};

/** The list of published events, newest first. */
export const eventListPage = (list: EventList, site: string): string => {
  const { language, institution, events, section, older, newer, isContinued } = list;
  const text = texts[language];
  const first = section === undefined ? eventsPath : `${eventsPath}?section=${slugOf(section)}`;
  // The request names a section by its slug; its events contain its name.
  const name = section === undefined ? undefined : (events[0]?.article.section ?? section);
  const title = name ?? text.events;
  const back = [
    isContinued ? html`<a href="${first}">${text.newest}</a> ` : empty,
    newer === undefined ? empty : html`<a href="${newer}" rel="prev">${text.newer}</a>`,
  ];
  const next = older === undefined ? empty : html`<a href="${older}" rel="next">${text.older}</a>`;
  const main = html`<header class="opening">${
    name === undefined ? empty : html`<p class="eyebrow"><a href="${eventsPath}">${text.all}</a></p>`
  }<h1>${title}</h1></header>
<ul class="events">${events.map(eventListItem)}</ul>${events.length === 0 ? html`<p>${text.none}</p>` : empty}
<nav class="pages" aria-label="${text.navigation}: ${title}"><span>${back}</span>${next}</nav>`;
  const canonical = isContinued
    ? empty
    : html`<link rel="canonical" href="${site}${first}">
`;
  return page({ language, institution, title, head: canonical, main });
};
