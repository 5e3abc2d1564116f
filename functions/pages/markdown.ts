import MarkdownIt, { type RendererRule, type Token } from "markdown-it";
import type { ArticleLanguage } from "../../lib/articles/schema.ts";
import { xmlText } from "../../lib/shared/xml.ts";
import { Html, html } from "../shared/html.ts";
import { texts } from "./texts.ts";

/** Allowed link targets: no script schemes, and no relative URLs, which break in feeds and on paper. */
const allowed = /^(?:https?:\/\/|mailto:)/i;

const lowest = 6;

/** Maps the heading levels of an article to levels below the headline that increase by at most one. */
export const levelsOf = (written: readonly number[]): number[] => {
  const open: number[] = [];
  return written.map((level) => {
    while ((open.at(-1) ?? 0) >= level) open.pop();
    open.push(level);
    return Math.min(open.length + 1, lowest);
  });
};

/** The policy of the pages forbids inline styles: the alignment of a cell becomes a class. */
const alignByClass = (token: Token) => {
  const align = /^text-align:(\w+)$/.exec(String(token.attrGet("style")))?.[1];
  if (align !== undefined) token.attrs = [["class", align]];
};

/** Opens an element that scrolls sideways by itself, also by keyboard, so that the page need not. */
const scrolling = (label: string): string =>
  html`<div class="scroll" role="group" tabindex="0" aria-label="${label}">`.text;

const codeBlock =
  (label: string): RendererRule =>
  (tokens, i) =>
    html`${new Html(scrolling(label))}<pre><code>${tokens[i]?.content ?? ""}</code></pre></div>
`.text;

/** CommonMark with tables. HTML, images and disallowed links are rendered as text; the gallery shows the checked photos. */
const build = (language: ArticleLanguage) => {
  const text = texts[language];
  const markdown = new MarkdownIt("default", { html: false, linkify: false, typographer: false });
  markdown.validateLink = (url) => allowed.test(url.trim());
  markdown.disable("image");
  markdown.core.ruler.push("links", ({ tokens }) => {
    // `validateLink` is not called for an empty target, which would link to the page itself.
    for (const token of tokens.flatMap(({ children }) => children ?? []))
      if (token.type === "link_open" && token.attrGet("href") === "") token.attrs = null;
  });
  markdown.core.ruler.push("levels", ({ tokens }) => {
    const headings = tokens.filter(({ type }) => type.startsWith("heading_"));
    const levels = levelsOf(headings.map(({ tag }) => Number(tag.slice(1))));
    headings.forEach((token, i) => {
      token.tag = `h${levels[i]}`;
    });
  });
  markdown.core.ruler.push("alignment", ({ tokens }) => {
    for (const token of tokens) if (token.type === "th_open" || token.type === "td_open") alignByClass(token);
  });
  const { rules } = markdown.renderer;
  rules.table_open = () => `${scrolling(text.table)}<table>\n`;
  rules.table_close = () => "</table></div>\n";
  rules.fence = codeBlock(text.code);
  rules.code_block = codeBlock(text.code);
  return markdown;
};

const built: Partial<Record<ArticleLanguage, ReturnType<typeof build>>> = {};

/** Renders the body of an article as safe markup. */
export const markdown = (text: string, language: ArticleLanguage): Html => {
  built[language] ??= build(language);
  return new Html(built[language].render(xmlText(text)));
};
