/** Markup that is safe to stand in a page. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Html | readonly Html[];

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? "");

const written = (value: Value): string => {
  if (value instanceof Html) return value.text;
  return Array.isArray(value) ? value.map((one: Html) => one.text).join("") : escaped(String(value));
};

/** A template whose values are escaped unless they are markup themselves. */
export const html = (parts: TemplateStringsArray, ...values: Value[]): Html =>
  new Html(parts.map((part, i) => (i === 0 ? "" : written(values[i - 1] ?? "")) + part).join(""));

export const nothing = html``;

/** A line of text with `code` between backticks. */
const inline = (text: string): Html => {
  const parts = text.split("`").map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
  return html`${parts}`;
};

/** The little of Markdown that descriptions use: paragraphs, lists with `-`, code between backticks. */
export const prose = (text: string): Html => {
  const blocks = text.split(/\n\n+/).map((block) => {
    if (!block.startsWith("- ")) return html`<p>${inline(block)}</p>`;
    const points = block.slice(2).split(/\n- /);
    return html`<ul>${points.map((point) => html`<li>${inline(point)}</li>`)}</ul>`;
  });
  return html`${blocks}`;
};
