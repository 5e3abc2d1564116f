import { createHash } from "node:crypto";
import type { ArticleLanguage } from "../../lib/articles/schema.ts";
import { type Html, html, Html as Markup } from "../shared/html.ts";
import { paperStyle, style } from "./style.ts";
import { words } from "./texts.ts";

export const eventsPath = "/events";
export const feedPath = `${eventsPath}/feed.xml`;

/** What stands around the content of a page. `head`: what belongs to this page alone. */
export type Layout = {
  language: ArticleLanguage;
  title: string;
  head?: Html | readonly Html[];
  main: Html;
  /** Laid out as on paper. */
  forPaper?: boolean;
};

/** A whole page: no script, nothing from elsewhere, one style whose hash stands in the policy. */
export const page = ({ language, title, head = [], main, forPaper = false }: Layout): string => {
  const say = words[language];
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" type="image/svg+xml" href="${eventsPath}/icon.svg"><link rel="alternate" type="application/atom+xml" title="${say.events}" href="${feedPath}">
<meta name="theme-color" content="#fbf9f4" media="(prefers-color-scheme: light)"><meta name="theme-color" content="#181613" media="(prefers-color-scheme: dark)">
${head}<style>${new Markup(forPaper ? paperStyle : style)}</style></head>
<body><a class="skip" href="#content">${say.skip}</a>
<header class="top"><div class="wide"><a class="brand" href="${eventsPath}">${say.events}</a><nav aria-label="${say.navigation}"><a href="${feedPath}">${say.feed}</a></nav></div></header>
<main id="content" tabindex="-1"><div class="wide">${main}</div></main>
<footer class="bottom"><div class="wide"><a href="${eventsPath}">${say.all}</a></div></footer>
</body></html>
`.text;
};

const hashOf = (css: string) => `'sha256-${createHash("sha256").update(css).digest("base64")}'`;
const hashes = `${hashOf(style)} ${hashOf(paperStyle)}`;

/** Only the pages' own styles, their own pictures, and those of the origin to which a picture is redirected. */
export const policyOf = (pictures: string): string =>
  `default-src 'none'; img-src 'self' ${pictures}; style-src ${hashes}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
