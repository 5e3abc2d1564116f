import { isJson, type Json } from "../../../lib/contract/openapi/json.ts";
import { empty, type Html, html } from "../../shared/html.ts";
import { nameOf, type OpenApiDocument } from "./document.ts";
import { markup } from "./prose.ts";

/** A schema in one phrase: `string (minimum length 1, maximum length 200)`, with links to other schemas. */
export const describeSchema = (schema: Json): Html => {
  if (typeof schema.$ref === "string") return link(nameOf(schema.$ref));
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) return joined(choices.filter(isJson).map(describeSchema), " or ");
  if (Array.isArray(schema.enum))
    return joined(
      schema.enum.map((one) => html`<code>${String(one)}</code>`),
      ", ",
    );
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.type === "array")
    return html`list of ${isJson(schema.items) ? describeSchema(schema.items) : "values"}${constraints(schema)}`;
  if (isJson(schema.properties)) return html`object ${fieldsOf(schema)}`;
  const types = Array.isArray(schema.type) ? schema.type.join(" or ") : String(schema.type ?? "any value");
  return html`${types}${constraints(schema)}`;
};

const link = (name: string) => html`<a href="#schema-${name}">${name}</a>`;

const joined = (parts: readonly Html[], between: string): Html =>
  html`${parts.map((part, i) => (i === 0 ? part : html`${between}${part}`))}`;

const limits = [
  ["format", ""],
  ["minimum", "minimum "],
  ["maximum", "maximum "],
  ["minLength", "minimum length "],
  ["maxLength", "maximum length "],
  ["minItems", "at least "],
  ["maxItems", "at most "],
  ["pattern", "pattern "],
  ["default", "default "],
] as const;

/** Longer patterns are unreadable; the text above the schemas explains them. */
const longestPattern = 60;

const constraints = (schema: Json): Html => {
  const given = limits.filter(([name]) => schema[name] !== undefined && String(schema[name]).length <= longestPattern);
  return given.length === 0 ? empty : html` (${given.map(([name, word]) => word + String(schema[name])).join(", ")})`;
};

const fieldsOf = (schema: Json): Html => {
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const properties = isJson(schema.properties) ? Object.entries(schema.properties) : [];
  return html`<dl>${properties.map(([name, field]) =>
    isJson(field)
      ? html`<dt><code>${name}</code>${required.has(name) ? "" : html` <small>optional</small>`}</dt>
<dd>${describeSchema(field)}${typeof field.description === "string" ? html` – ${field.description}` : ""}</dd>`
      : empty,
  )}</dl>`;
};

/** All schemas, each with an anchor. */
export const schemaSection = (document: OpenApiDocument): Html => html`<section id="schemas"><h2>Schemas</h2>
${Object.entries(document.components.schemas).map(
  ([name, schema]) => html`<article id="schema-${name}"><h3>${name}</h3>
${typeof schema.description === "string" ? markup(schema.description) : ""}
${isJson(schema.properties) ? fieldsOf(schema) : html`<p>${describeSchema(schema)}</p>`}</article>`,
)}</section>`;
