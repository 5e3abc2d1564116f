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
  const end = line.lastIndexOf(" ", length);
  return `${line.slice(0, end > 0 ? end : length).replace(/[\s.,;:–-]+$/, "")}…`;
};
