import type { CoveredEvent } from "../../lib/articles/event-lists.ts";
import type { ArticleLanguage } from "../../lib/articles/schema.ts";
import { slugOf } from "../../lib/shared/slug.ts";
import { html, nothing } from "../shared/html.ts";
import { listedEvent } from "./event-list.ts";
import { eventsPath, page } from "./layout.ts";
import { words } from "./texts.ts";

/** What the list of events shows. */
export type Index = {
  language: ArticleLanguage;
  events: readonly CoveredEvent[];
  /** Name or slug of the section asked for. */
  section: string | undefined;
  /** Address of the next page, if there is one. */
  older: string | undefined;
  /** This is not the first page. */
  isContinued: boolean;
};

/** The list of published events, newest first. */
export const indexPage = (index: Index, site: string): string => {
  const { language, events, section, older, isContinued } = index;
  const say = words[language];
  const first = section === undefined ? eventsPath : `${eventsPath}?section=${slugOf(section)}`;
  // A section is asked for by its slug; what it is called stands in its events.
  const name = section === undefined ? undefined : (events[0]?.article.section ?? section);
  const title = name ?? say.events;
  const newest = isContinued ? html`<a href="${first}">${say.newest}</a>` : html`<span></span>`;
  const next = older === undefined ? nothing : html`<a href="${older}" rel="next">${say.older}</a>`;
  const main = html`<header class="opening">${
    name === undefined ? nothing : html`<p class="eyebrow"><a href="${eventsPath}">${say.all}</a></p>`
  }<h1>${title}</h1></header>
<ul class="events">${events.map(listedEvent)}</ul>${events.length === 0 ? html`<p>${say.none}</p>` : nothing}
<nav class="pages" aria-label="${say.navigation}: ${title}">${newest}${next}</nav>`;
  const canonical = isContinued
    ? nothing
    : html`<link rel="canonical" href="${site}${first}">
`;
  return page({ language, title, head: canonical, main });
};
