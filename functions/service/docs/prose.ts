import { type Html, html } from "../../shared/html.ts";

/** A line of text with code between backticks. */
const inline = (text: string): Html => {
  const parts = text.split("`").map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
  return html`${parts}`;
};

/** Renders the Markdown of descriptions: paragraphs, lists with `-`, code between backticks. */
export const markup = (text: string): Html => {
  const blocks = text.split(/\n\n+/).map((block) => {
    if (!block.startsWith("- ")) return html`<p>${inline(block)}</p>`;
    const points = block.slice(2).split(/\n- /);
    return html`<ul>${points.map((point) => html`<li>${inline(point)}</li>`)}</ul>`;
  });
  return html`${blocks}`;
};
