import { type Html, html } from "../../shared/html.ts";
import type { Document } from "./document.ts";

/** What `code` of a problem and `code` of a fault can be; the `type` of a problem leads to its row. */
export const codeSections = (document: Document): Html => html`<section id="problems"><h2>Problems</h2>
<table><thead><tr><th>Code</th><th>Status</th><th>English</th><th>Tiếng Việt</th></tr></thead><tbody>
${Object.entries(document["x-problem-codes"]).map(
  ([code, { status, en, vi }]) =>
    html`<tr id="problem-${code}"><td><code>${code}</code></td><td>${status}</td><td>${en}</td><td lang="vi">${vi}</td></tr>`,
)}</tbody></table></section>
<section id="faults"><h2>Faults</h2><p>What <code>errors</code> of a problem can name; words in braces are filled in.</p>
<table><thead><tr><th>Code</th><th>English</th><th>Tiếng Việt</th></tr></thead><tbody>
${Object.entries(document["x-fault-codes"]).map(
  ([code, { en, vi }]) =>
    html`<tr id="fault-${code}"><td><code>${code}</code></td><td>${en}</td><td lang="vi">${vi}</td></tr>`,
)}</tbody></table></section>`;
