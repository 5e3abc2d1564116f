import { createHash } from "node:crypto";
import { type Html, html, Html as Markup } from "../../shared/html.ts";
import { type OpenApiDocument, operationEntries } from "./document.ts";
import { operationSections } from "./operations.ts";
import { markup } from "./prose.ts";
import { schemaSection } from "./schemas.ts";
import { style } from "./style.ts";

/** What `code` of a problem and `code` of a fault can be; the `type` of a problem leads to its row. */
const codeSections = (document: OpenApiDocument): Html => html`<section id="problems"><h2>Problems</h2>
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

/** The API document as a page to read, without scripts and without anything from elsewhere. */
export const docsPage = (document: OpenApiDocument): string => {
  const { title, version, description } = document.info;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} ${version}</title><style>${new Markup(style)}</style></head>
<body><header><h1>${title} <small>${version}</small></h1>${markup(description)}
<p>The same for programs: <a href="/openapi.json">openapi.json</a>.</p></header>
${navigation(document)}
<main>${operationSections(document)}${schemaSection(document)}${codeSections(document)}</main></body></html>`.text;
};

const navigation = (document: OpenApiDocument): Html => {
  const places = operationEntries(document);
  return html`<nav aria-label="Operations">${document.tags.map(
    ({ name }) =>
      html`<h2><a href="#tag-${name}">${name}</a></h2><ul>${places
        .filter(({ operation }) => operation.tags.includes(name))
        .map(({ operation }) => html`<li><a href="#${operation.operationId}">${operation.summary}</a></li>`)}</ul>`,
  )}<ul><li><a href="#schemas">Schemas</a></li><li><a href="#problems">Problems</a></li><li><a href="#faults">Faults</a></li></ul></nav>`;
};

const styleHash = createHash("sha256").update(style).digest("base64");

/** Nothing but the page's own style may load or run. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
