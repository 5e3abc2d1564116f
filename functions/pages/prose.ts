import { type Html, html } from "../shared/html.ts";

/** Lines of plain text, each a paragraph. */
export const paragraphs = (text: string, name: string): Html[] =>
  text
    .split(/\s*\n\s*/)
    .filter(Boolean)
    .map((line) => html`<p class="${name}">${line}</p>`);

/** The beginning of a text on one line, ending between words. */
export const beginning = (text: string, length: number): string => {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= length) return line;
  const cut = line.slice(0, length + 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), 1)).replace(/[\s.,;:–-]+$/, "")}…`;
};
