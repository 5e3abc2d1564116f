import { createHash } from "node:crypto";
import type { ArticleLanguage } from "../../lib/articles/schema.ts";
import { empty, type Html, html, Html as Markup } from "../shared/html.ts";
import { calendarPath, eventsPath, feedPath } from "./paths.ts";
import { paperStyle, style } from "./style.ts";
import { texts } from "./texts.ts";

/** The content of a page. `head`: elements of this page alone. */
export type Layout = {
  language: ArticleLanguage;
  title: string;
  /** Name of the institution, where that is public. */
  institution: string | undefined;
  head?: Html | readonly Html[];
  main: Html;
  /** The print version. */
  forPaper?: boolean;
};

/** A complete page without scripts or external resources; the policy contains the hash of its style. */
export const page = ({ language, title, institution, head = [], main, forPaper = false }: Layout): string => {
  const text = texts[language];
  const named = institution === undefined ? "" : ` – ${institution}`;
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}${named}</title>${institution === undefined ? empty : html`<meta property="og:site_name" content="${institution}">`}
<link rel="icon" type="image/svg+xml" href="${eventsPath}/icon.svg"><link rel="alternate" type="application/atom+xml" title="${text.events}${named}" href="${feedPath}">
<meta name="theme-color" content="#fbf9f4" media="(prefers-color-scheme: light)"><meta name="theme-color" content="#181613" media="(prefers-color-scheme: dark)">
${head}<style>${new Markup(forPaper ? paperStyle : style)}</style></head>
<body><a class="skip" href="#content">${text.skip}</a>
<header class="top"><div class="wide"><a class="brand" href="${eventsPath}">${institution ?? text.events}</a><nav aria-label="${text.navigation}"><a href="${feedPath}">${text.feed}</a> <a href="${calendarPath}">${text.calendar}</a></nav></div></header>
<main id="content" tabindex="-1"><div class="wide">${main}</div></main>
<footer class="bottom"><div class="wide"><a href="${eventsPath}">${text.all}</a></div></footer>
</body></html>
`.text;
};

const hashOf = (css: string) => `'sha256-${createHash("sha256").update(css).digest("base64")}'`;
const hashes = `${hashOf(style)} ${hashOf(paperStyle)}`;

/** Content Security Policy: the pages' own styles, pictures of this site and of the origin that photos redirect to. */
export const policyOf = (pictures?: string): string =>
  `default-src 'none'; img-src ${["'self'", pictures].join(" ").trim()}; style-src ${hashes}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
