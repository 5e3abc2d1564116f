import MarkdownIt from "markdown-it";
import { Html } from "../shared/html.ts";

/** Where a link may lead: nothing that runs, and nothing relative, which would mean another place in a feed or on paper. */
const allowed = /^(?:https?:\/\/|mailto:)/i;

/** Headings of an article stand below the headline of its page. */
const topLevel = 2;
const bottomLevel = 6;

/**
 * CommonMark with tables. HTML is text, images are left to the gallery, whose photos have been checked; other links stay
 * as the text they were.
 */
const build = () => {
  const markdown = new MarkdownIt("default", { html: false, linkify: false, typographer: false });
  markdown.validateLink = (url) => allowed.test(url.trim());
  markdown.disable("image");
  markdown.core.ruler.push("levels", ({ tokens }) => {
    for (const token of tokens) {
      if (!token.type.startsWith("heading_")) continue;
      token.tag = `h${Math.min(Number(token.tag.slice(1)) + topLevel - 1, bottomLevel)}`;
    }
  });
  return markdown;
};

let built: ReturnType<typeof build> | undefined;

/** The body of an article as markup that is safe to stand in a page. */
export const markdown = (text: string): Html => {
  built ??= build();
  return new Html(built.render(text));
};
