/** A path that the API knows, with its methods. */
export type KnownPaths = Readonly<Record<string, object>>;

/** The methods that stand at a path, of every template it fits; none where there is nothing. */
export const methodsAt = (paths: KnownPaths, path: string): string[] => {
  const fitting = Object.entries(paths).filter(([template]) => fits(template, path));
  const methods = fitting.flatMap(([, operations]) => Object.keys(operations).map((method) => method.toUpperCase()));
  return [...new Set(methods)].sort();
};

const fits = (template: string, path: string): boolean => {
  const wanted = template.split("/");
  const given = path.split("/");
  return (
    wanted.length === given.length &&
    wanted.every((part, i) => part === given[i] || (part.startsWith("{") && given[i] !== ""))
  );
};
