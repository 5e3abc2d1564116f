import { type Html, html } from "../../shared/html.ts";
import {
  nameOf,
  type OpenApiDocument,
  type OperationEntry,
  operationEntries,
  type ParameterObject,
  type ReferenceObject,
  type ResponseObject,
} from "./document.ts";
import { markup } from "./prose.ts";
import { describeSchema } from "./schemas.ts";

/** An example call with curl; `$URL`, `$TOKEN` and names in angle brackets are placeholders. */
const exampleCall = ({ method, path, operation }: OperationEntry): string => {
  const parts = [`curl${method === "GET" ? "" : ` -X ${method}`} "$URL${path.replace(/\{(\w+)\}/g, "<$1>")}"`];
  const security = operation.security[0] ?? {};
  if ("oauth2" in security) parts.push(`-H "Authorization: Bearer $TOKEN"`);
  if ("clientCredentials" in security) parts.push(`-u "$CLIENT_ID:$CLIENT_SECRET"`);
  if (hasHeader(operation, "IfMatch")) parts.push(`-H 'If-Match: "<version>"'`);
  const [type, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  if (type === "application/x-www-form-urlencoded") parts.push(`-d grant_type=client_credentials`);
  else if (type) parts.push(`-H "Content-Type: ${type}"`, `-d '${shellQuoted(body?.example)}'`);
  return parts.join(" \\\n  ");
};

const hasHeader = (operation: OperationEntry["operation"], header: string): boolean =>
  (operation.parameters ?? []).some((one) => "$ref" in one && one.$ref.endsWith(`/${header}`));

/** JSON for single quotes in a shell. */
const shellQuoted = (example: unknown): string => JSON.stringify(example ?? {}, null, 2).replaceAll("'", "'\\''");

/** Every operation under its tag. */
export const operationSections = (document: OpenApiDocument): Html => {
  const entries = operationEntries(document);
  return html`${document.tags.map(
    ({ name, description }) => html`<section id="tag-${name}"><h2>${name}</h2><p>${description}</p>
${entries.filter(({ operation }) => operation.tags.includes(name)).map((entry) => operationArticle(entry, document))}
</section>`,
  )}`;
};

const operationArticle = (entry: OperationEntry, document: OpenApiDocument): Html => {
  const { operation, method, path } = entry;
  const parameters = (operation.parameters ?? []).map((one) => resolved(one, document.components.parameters));
  return html`<article id="${operation.operationId}"><h3>${operation.summary}</h3>
<p><code class="route">${method} ${path}</code> <small>${requiredScope(entry)}</small></p>
${operation.description ? markup(operation.description) : ""}
${parameters.length > 0 ? html`<h4>Parameters</h4><dl>${parameters.map(parameterEntry)}</dl>` : ""}
${operation.requestBody ? html`<h4>Body</h4>${contentList(operation.requestBody.content)}` : ""}
<h4>Responses</h4><dl>${Object.entries(operation.responses).map(([status, response]) => responseEntry(status, response, document))}</dl>
<h4>Example</h4><pre>${exampleCall(entry)}</pre></article>`;
};

const resolved = <T extends object>(value: T | ReferenceObject, components: Readonly<Record<string, T>>): T => {
  if (!("$ref" in value)) return value;
  const found = components[nameOf(value.$ref)];
  if (!found) throw new Error(`The document has no ${value.$ref}`);
  return found;
};

const requiredScope = ({ operation }: OperationEntry): string => {
  const scopes = operation.security.flatMap((one) => one.oauth2 ?? []);
  return scopes.length > 0 ? `scope ${scopes.join(", ")}` : "no token";
};

const parameterEntry = ({ name, in: location, required, description, schema }: ParameterObject): Html =>
  html`<dt><code>${name}</code> <small>${location}${required ? ", required" : ""}</small></dt>
<dd>${describeSchema(schema)}${description ? html` – ${description}` : ""}</dd>`;

const contentList = (content: NonNullable<ResponseObject["content"]>): Html =>
  html`<p>${Object.entries(content).map(([type, { schema }], i) => html`${i > 0 ? ", or " : ""}<code>${type}</code>: ${describeSchema(schema)}`)}</p>`;

const responseEntry = (status: string, response: ResponseObject | ReferenceObject, document: OpenApiDocument): Html => {
  const known = resolved(response, document.components.responses);
  const success = Number(status) < 300;
  return html`<dt>${status}</dt><dd>${markup(known.description)}${success && known.content ? contentList(known.content) : ""}</dd>`;
};
