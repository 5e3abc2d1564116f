import { type Html, html } from "../../shared/html.ts";
import { exampleCall } from "./curl.ts";
import { type Document, nameOf, type Parameter, type Place, placesOf, type Ref, type Response } from "./document.ts";
import { prose } from "./prose.ts";
import { phrase } from "./schemas.ts";

/** Every operation under its tag. */
export const operationSections = (document: Document): Html => {
  const places = placesOf(document);
  return html`${document.tags.map(
    ({ name, description }) => html`<section id="tag-${name}"><h2>${name}</h2><p>${description}</p>
${places.filter(({ operation }) => operation.tags.includes(name)).map((place) => operationArticle(place, document))}
</section>`,
  )}`;
};

const operationArticle = (place: Place, document: Document): Html => {
  const { operation, method, path } = place;
  const parameters = (operation.parameters ?? []).map((one) => resolved(one, document.components.parameters));
  return html`<article id="${operation.operationId}"><h3>${operation.summary}</h3>
<p><code class="route">${method} ${path}</code> <small>${neededScope(place)}</small></p>
${operation.description ? prose(operation.description) : ""}
${parameters.length > 0 ? html`<h4>Parameters</h4><dl>${parameters.map(parameterEntry)}</dl>` : ""}
${operation.requestBody ? html`<h4>Body</h4>${contentList(operation.requestBody.content)}` : ""}
<h4>Answers</h4><dl>${Object.entries(operation.responses).map(([status, response]) => answerEntry(status, response, document))}</dl>
<h4>Example</h4><pre>${exampleCall(place)}</pre></article>`;
};

const resolved = <T extends object>(value: T | Ref, components: Readonly<Record<string, T>>): T => {
  if (!("$ref" in value)) return value;
  const found = components[nameOf(value.$ref)];
  if (!found) throw new Error(`The document has no ${value.$ref}`);
  return found;
};

const neededScope = ({ operation }: Place): string => {
  const needed = operation.security.flatMap((one) => one.oauth2 ?? []);
  return needed.length > 0 ? `needs ${needed.join(", ")}` : "open";
};

const parameterEntry = ({ name, in: place, required, description, schema }: Parameter): Html =>
  html`<dt><code>${name}</code> <small>${place}${required ? ", required" : ""}</small></dt>
<dd>${phrase(schema)}${description ? html` – ${description}` : ""}</dd>`;

const contentList = (content: NonNullable<Response["content"]>): Html =>
  html`<p>${Object.entries(content).map(([type, { schema }], i) => html`${i > 0 ? ", or " : ""}<code>${type}</code>: ${phrase(schema)}`)}</p>`;

const answerEntry = (status: string, response: Response | Ref, document: Document): Html => {
  const known = resolved(response, document.components.responses);
  const success = Number(status) < 300;
  return html`<dt>${status}</dt><dd>${prose(known.description)}${success && known.content ? contentList(known.content) : ""}</dd>`;
};
