import type { Operation } from "./document.ts";

/** The values of a path's parameters, by their names. */
export type Binding = Readonly<Record<string, string>>;

/** The paths of a document that have parameters. */
export type Templates = ReturnType<typeof createTemplates>;

const parameter = /\{(\w+)\}/g;
const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

export const fill = (template: string, binding: Binding): string =>
  template.replace(parameter, (_, name: string) => encodeURIComponent(binding[name] ?? ""));

export const namesIn = (template: string): string[] => [...template.matchAll(parameter)].map(([, name = ""]) => name);

/** Matches paths with the templates of the document. */
export const createTemplates = (operations: readonly Operation[]) => {
  const paths = [...new Set(operations.map(({ path }) => path))];
  const fixed = new Set(paths.filter((path) => !path.includes("{")));
  const forms = paths
    .filter((path) => path.includes("{"))
    // Of two matching templates, the one with fewer parameters is more specific.
    .sort((a, b) => namesIn(a).length - namesIn(b).length)
    .map((template) => {
      const parts = template.split(/\{\w+\}/).map(literal);
      return { template, form: new RegExp(`^${parts.join("([^/?#]+)")}$`) };
    });
  return {
    /** The template of a path with parameters. */
    match: (path: string): { template: string; binding: Binding } | undefined => {
      if (fixed.has(path)) return undefined;
      for (const { template, form } of forms) {
        const found = form.exec(path);
        const values = found?.slice(1).map(decoded);
        if (values) return { template, binding: bind(namesIn(template), values) };
      }
      return undefined;
    },
    /** The template and those above it in the document, the nearest first. */
    lineage: (template: string): string[] =>
      paths
        .filter((path) => path.includes("{") && (path === template || template.startsWith(`${path}/`)))
        .sort((a, b) => b.length - a.length),
    /** The template of an item of a list. */
    itemOf: (template: string): string | undefined =>
      paths.find((path) => path.startsWith(`${template}/{`) && path.indexOf("/", template.length + 1) < 0),
    names: new Set(paths.flatMap(namesIn)),
    all: forms.map(({ template }) => template),
  };
};

const bind = (names: readonly string[], values: readonly string[]): Binding =>
  Object.fromEntries(names.map((name, i) => [name, values[i] ?? ""]));

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
};
