import { xmlText } from "../../lib/shared/xml.ts";

/** Markup that is safe to include in a page. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlValue = string | number | Html | readonly Html[];

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
/** Escapes a text for markup and for attributes in quotes, and leaves out what XML cannot contain. */
export const escapeHtml = (text: string) => xmlText(text).replace(/[&<>"']/g, (character) => entities[character] ?? "");

const render = (value: HtmlValue): string => {
  if (value instanceof Html) return value.text;
  return Array.isArray(value) ? value.map((one: Html) => one.text).join("") : escapeHtml(String(value));
};

/** A template that escapes its values, except `Html`. */
export const html = (parts: TemplateStringsArray, ...values: HtmlValue[]): Html =>
  new Html(parts.map((part, i) => (i === 0 ? "" : render(values[i - 1] ?? "")) + part).join(""));

export const empty = html``;
