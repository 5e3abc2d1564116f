import type { PublishedEvent } from "../../lib/articles/events.ts";
import { empty, type Html, html } from "../shared/html.ts";
import { relatedEventItem } from "./event-list.ts";
import { figuresPanel } from "./figures-panel.ts";
import { excerpt, instantText, paragraphs, whenText } from "./format.ts";
import { gallery, hero, largestOf } from "./gallery.ts";
import { page } from "./layout.ts";
import { markdown } from "./markdown.ts";
import { eventPath, photoPath, sectionPath } from "./paths.ts";
import { statusNotice, withStatus } from "./status.ts";
import { structuredData } from "./structured-data.ts";
import { texts } from "./texts.ts";

/** Characters of the description for search engines and messengers. */
const descriptionLength = 200;

/** Where a page is published: the base of absolute URLs, and the name of the institution if that is public. */
export type Publisher = { site: string; institution: string | undefined };

/** The page of an event. */
export const eventPage = (event: PublishedEvent, publisher: Publisher, forPaper: boolean): string => {
  const { article, meeting } = event;
  const { language } = article;
  const main = html`<article>
<header class="opening"><p class="eyebrow"><a href="${sectionPath(article.section)}">${article.section}</a></p>
<h1>${article.headline}</h1>${statusNotice(meeting.status, language)}${article.lead === undefined ? empty : paragraphs(article.lead, "lead")}${facts(event)}</header>
${hero(event)}<div class="columns"><div><div class="text">${markdown(article.body, language)}</div>${byline(event)}${tools(event, publisher.site)}</div>
${figuresPanel(event)}</div>
${gallery(event)}</article>
${related(event)}`;
  const title = withStatus(article.headline, meeting.status, language);
  return page({
    language,
    institution: publisher.institution,
    title,
    head: head(event, title, publisher),
    main,
    forPaper,
  });
};

/** Time, place and organiser of the meeting. */
const facts = ({ article, meeting, organiser }: PublishedEvent): Html => {
  const text = texts[article.language];
  const when = html`<time datetime="${meeting.startsAt ?? meeting.date}">${whenText(meeting, article.language)}</time>`;
  const known: (readonly [string, Html | string | undefined])[] = [
    [text.when, when],
    [text.where, meeting.venue],
    [text.organiser, organiser],
  ];
  const rows = known.map(([name, value]) =>
    value === undefined ? empty : html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  );
  return html`<dl class="facts">${rows}</dl>`;
};

const byline = ({ article, updatedAt }: PublishedEvent): Html => {
  const text = texts[article.language];
  const { author, photographer, publishedAt, language } = article;
  const time = (instant: string) =>
    html`<time datetime="${instant}">${instantText(instant, language).replace(/^ngày /, "")}</time>`;
  const isLater = publishedAt !== undefined && instantText(updatedAt, language) !== instantText(publishedAt, language);
  return html`<footer class="byline"><p>${text.by}: <b>${author}</b></p>${
    photographer === undefined ? empty : html`<p>${text.photographer}: <b>${photographer}</b></p>`
  }${
    publishedAt === undefined
      ? empty
      : html`<p>${text.published} ${time(publishedAt)}${isLater ? html` · ${text.updated} ${time(updatedAt)}` : empty}</p>`
  }</footer>`;
};

/** Printing from a link would need a script, so the link opens the print version. */
const tools = ({ article }: PublishedEvent, site: string): Html => {
  const text = texts[article.language];
  const path = eventPath(article);
  const mail = `mailto:?subject=${encodeURIComponent(article.headline)}&body=${encodeURIComponent(site + path)}`;
  return html`<ul class="tools"><li><a href="${path}?view=print" rel="nofollow">${text.print}</a></li><li><a href="${mail}">${text.email}</a></li></ul>`;
};

const related = ({ article, related: others }: PublishedEvent): Html => {
  if (others.length === 0) return empty;
  const text = texts[article.language];
  return html`<section class="part related-part" aria-labelledby="related"><h2 id="related">${text.related}: ${article.section}</h2><ul class="events related">
${others.map(relatedEventItem)}</ul></section>`;
};

const head = (event: PublishedEvent, title: string, { site, institution }: Publisher): Html[] => {
  const { article, photos } = event;
  const url = site + eventPath(article);
  const description = excerpt(article.lead ?? event.meeting.title, descriptionLength);
  const [photo] = photos;
  const picture = photo && largestOf(photo);
  return [
    html`<link rel="canonical" href="${url}"><meta name="description" content="${description}"><meta name="author" content="${article.author}">
<meta property="og:type" content="article"><meta property="og:title" content="${title}"><meta property="og:description" content="${description}"><meta property="og:url" content="${url}"><meta property="og:locale" content="${article.language === "vi" ? "vi_VN" : "en_US"}"><meta property="article:section" content="${article.section}">
`,
    article.publishedAt === undefined
      ? empty
      : html`<meta property="article:published_time" content="${article.publishedAt}"><meta property="article:modified_time" content="${event.updatedAt}">
`,
    photo && picture
      ? html`<meta property="og:image" content="${site + photoPath(article.slug, photo.record.id, picture.name)}"><meta property="og:image:width" content="${picture.width}"><meta property="og:image:height" content="${picture.height}"><meta property="og:image:alt" content="${photo.record.caption ?? article.headline}"><meta name="twitter:card" content="summary_large_image">
`
      : empty,
    structuredData(event, institution, site),
  ];
};
