import MarkdownIt from "markdown-it";
import { Html } from "../shared/html.ts";

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

/** CommonMark with tables. HTML, images and disallowed links are rendered as text; the gallery shows the checked photos. */
const build = () => {
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
  return markdown;
};

let built: ReturnType<typeof build> | undefined;

/** Renders the body of an article as safe markup. */
export const markdown = (text: string): Html => {
  built ??= build();
  return new Html(built.render(text));
};
