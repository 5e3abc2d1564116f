import type { Json, Template } from "./template.ts";

/** Logical ids in `Ref`, `Fn::GetAtt` and `Fn::Sub`. */
const referencesIn = (value: Json): string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === "Ref") return [String(inner)];
    if (key === "Fn::GetAtt" && Array.isArray(inner)) return [String(inner[0])];
    if (key === "Fn::Sub") return [...JSON.stringify(inner).matchAll(/\$\{([^}.!]+)/g)].map(([, id]) => String(id));
    return referencesIn(inner);
  });
};

/** The first cycle of references and dependencies in a template. */
export const cycleIn = (template: Template): string[] | undefined => {
  const done = new Set<string>();
  const visit = (id: string, path: string[]): string[] | undefined => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    const resource = template.Resources[id];
    if (resource === undefined || done.has(id)) return undefined;
    const next = [...referencesIn(resource.Properties ?? {}), ...[resource.DependsOn ?? []].flat()];
    const cycle = next.map((each) => visit(each, [...path, id])).find((found) => found !== undefined);
    done.add(id);
    return cycle;
  };
  return Object.keys(template.Resources)
    .map((id) => visit(id, []))
    .find((found) => found !== undefined);
};
