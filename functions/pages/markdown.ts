import MarkdownIt from "markdown-it";
import { Html } from "../shared/html.ts";

/** Where a link may lead: nothing that runs, and nothing relative, which would mean another place in a feed or on paper. */
const allowed = /^(?:https?:\/\/|mailto:)/i;

const lowest = 6;

/**
 * The levels of an article's headings on its page: below the headline, and never more than one deeper than the heading
 * before, whichever levels the editor used.
 */
export const levelsOf = (written: readonly number[]): number[] => {
  const open: number[] = [];
  return written.map((level) => {
    while ((open.at(-1) ?? 0) >= level) open.pop();
    open.push(level);
    return Math.min(open.length + 1, lowest);
  });
};

/**
 * CommonMark with tables. HTML is text, images are left to the gallery, whose photos have been checked; other links stay
 * as the text they were.
 */
const build = () => {
  const markdown = new MarkdownIt("default", { html: false, linkify: false, typographer: false });
  markdown.validateLink = (url) => allowed.test(url.trim());
  markdown.disable("image");
  markdown.core.ruler.push("links", ({ tokens }) => {
    // A link without an address would lead to the page it stands on; `validateLink` is not asked about it.
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
  return markdown;
};

let built: ReturnType<typeof build> | undefined;

/** The body of an article as markup that is safe to stand in a page. */
export const markdown = (text: string): Html => {
  built ??= build();
  return new Html(built.render(text));
};
