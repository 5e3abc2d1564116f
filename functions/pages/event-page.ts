import type { PublishedEvent } from "../../lib/articles/events.ts";
import { type Html, html, nothing } from "../shared/html.ts";
import { eventPath, photoPath, sectionPath } from "./addresses.ts";
import { relatedEvent } from "./event-list.ts";
import { figuresPanel } from "./figures-panel.ts";
import { beginning, instantText, paragraphs, whenText } from "./format.ts";
import { gallery, hero, largestOf } from "./gallery.ts";
import { page } from "./layout.ts";
import { markdown } from "./markdown.ts";
import { structuredData } from "./structured-data.ts";
import { words } from "./texts.ts";

/** Characters of what search engines and messengers show below a headline. */
const descriptionLength = 200;

/** The page of an event. `site`: where the pages are, for addresses that are used elsewhere. */
export const eventPage = (event: PublishedEvent, site: string, forPaper: boolean): string => {
  const { article } = event;
  const main = html`<article>
<header class="opening"><p class="eyebrow"><a href="${sectionPath(article.section)}">${article.section}</a></p>
<h1>${article.headline}</h1>${article.lead === undefined ? nothing : paragraphs(article.lead, "lead")}${facts(event)}</header>
${hero(event)}<div class="columns"><div><div class="text">${markdown(article.body)}</div>${byline(event)}${tools(event, site)}</div>
${figuresPanel(event)}</div>
${gallery(event)}</article>
${related(event)}`;
  return page({ language: article.language, title: article.headline, head: head(event, site), main, forPaper });
};

/** When and where, and whose meeting it was. */
const facts = ({ article, meeting, organiser }: PublishedEvent): Html => {
  const say = words[article.language];
  const when = html`<time datetime="${meeting.startsAt ?? meeting.date}">${whenText(meeting, article.language)}</time>`;
  const known: (readonly [string, Html | string | undefined])[] = [
    [say.when, when],
    [say.where, meeting.venue],
    [say.organiser, organiser],
  ];
  const rows = known.map(([name, value]) =>
    value === undefined ? nothing : html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  );
  return html`<dl class="facts">${rows}</dl>`;
};

const byline = ({ article }: PublishedEvent): Html => {
  const say = words[article.language];
  const { author, photographer, publishedAt, language } = article;
  return html`<footer class="byline"><p>${say.by}: <b>${author}</b></p>${
    photographer === undefined ? nothing : html`<p>${say.photographer}: <b>${photographer}</b></p>`
  }${
    publishedAt === undefined
      ? nothing
      : html`<p>${say.published} <time datetime="${publishedAt}">${instantText(publishedAt, language).replace(/^ngày /, "")}</time></p>`
  }</footer>`;
};

/** Without a script a link cannot print: it leads to a version that is laid out for paper. */
const tools = ({ article }: PublishedEvent, site: string): Html => {
  const say = words[article.language];
  const path = eventPath(article);
  const mail = `mailto:?subject=${encodeURIComponent(article.headline)}&body=${encodeURIComponent(site + path)}`;
  return html`<ul class="tools"><li><a href="${path}?view=print" rel="nofollow">${say.print}</a></li><li><a href="${mail}">${say.email}</a></li></ul>`;
};

const related = ({ article, related: others }: PublishedEvent): Html => {
  if (others.length === 0) return nothing;
  const say = words[article.language];
  return html`<section class="part related-part" aria-labelledby="related"><h2 id="related">${say.related}: ${article.section}</h2><ul class="events related">
${others.map(relatedEvent)}</ul></section>`;
};

const head = (event: PublishedEvent, site: string): Html[] => {
  const { article, photos } = event;
  const url = site + eventPath(article);
  const description = beginning(article.lead ?? event.meeting.title, descriptionLength);
  const [photo] = photos;
  const picture = photo && largestOf(photo);
  return [
    html`<link rel="canonical" href="${url}"><meta name="description" content="${description}"><meta name="author" content="${article.author}">
<meta property="og:type" content="article"><meta property="og:title" content="${article.headline}"><meta property="og:description" content="${description}"><meta property="og:url" content="${url}"><meta property="og:locale" content="${article.language === "vi" ? "vi_VN" : "en_US"}"><meta property="article:section" content="${article.section}">
`,
    article.publishedAt === undefined
      ? nothing
      : html`<meta property="article:published_time" content="${article.publishedAt}">
`,
    photo && picture
      ? html`<meta property="og:image" content="${site + photoPath(article.slug, photo.record.id, picture.name)}"><meta property="og:image:width" content="${picture.width}"><meta property="og:image:height" content="${picture.height}"><meta property="og:image:alt" content="${photo.record.caption ?? article.headline}"><meta name="twitter:card" content="summary_large_image">
`
      : nothing,
    structuredData(event, site),
  ];
};
