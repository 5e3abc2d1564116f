import { createHash } from "node:crypto";
import { type Html, html, Html as Markup } from "../../shared/html.ts";
import { type OpenApiDocument, operationEntries } from "./document.ts";
import { operationSections } from "./operations.ts";
import { markup } from "./prose.ts";
import { schemaSection } from "./schemas.ts";
import { style } from "./style.ts";

/** The codes of problems and field errors; the `type` of a problem links to its row. */
const codeSections = (document: OpenApiDocument): Html => html`<section id="problems"><h2>Problems</h2>
<table><thead><tr><th>Code</th><th>Status</th><th>English</th><th>Tiếng Việt</th></tr></thead><tbody>
${Object.entries(document["x-problem-codes"]).map(
  ([code, { status, en, vi }]) =>
    html`<tr id="problem-${code}"><td><code>${code}</code></td><td>${status}</td><td>${en}</td><td lang="vi">${vi}</td></tr>`,
)}</tbody></table></section>
<section id="faults"><h2>Field errors</h2><p>The codes in <code>errors</code> of a problem; placeholders in braces are filled in.</p>
<table><thead><tr><th>Code</th><th>English</th><th>Tiếng Việt</th></tr></thead><tbody>
${Object.entries(document["x-fault-codes"]).map(
  ([code, { en, vi }]) =>
    html`<tr id="fault-${code}"><td><code>${code}</code></td><td>${en}</td><td lang="vi">${vi}</td></tr>`,
)}</tbody></table></section>`;

/** The OpenAPI document as a page, without scripts and external resources. */
export const docsPage = (document: OpenApiDocument): string => {
  const { title, version, description } = document.info;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} ${version}</title><style>${new Markup(style)}</style></head>
<body><header><h1>${title} <small>${version}</small></h1>${markup(description)}
<p>Machine-readable: <a href="/openapi.json">openapi.json</a>.</p></header>
${navigation(document)}
<main>${operationSections(document)}${schemaSection(document)}${codeSections(document)}</main></body></html>`.text;
};

const navigation = (document: OpenApiDocument): Html => {
  const entries = operationEntries(document);
  return html`<nav aria-label="Operations">${document.tags.map(
    ({ name }) =>
      html`<h2><a href="#tag-${name}">${name}</a></h2><ul>${entries
        .filter(({ operation }) => operation.tags.includes(name))
        .map(({ operation }) => html`<li><a href="#${operation.operationId}">${operation.summary}</a></li>`)}</ul>`,
  )}<ul><li><a href="#schemas">Schemas</a></li><li><a href="#problems">Problems</a></li><li><a href="#faults">Field errors</a></li></ul></nav>`;
};

const styleHash = createHash("sha256").update(style).digest("base64");

/** Content Security Policy: only the style of the page. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
