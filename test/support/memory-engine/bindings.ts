import { invalid } from "./errors.ts";
import type { Attributes, Value } from "./values.ts";

/** The names and values of the expressions of a command; all must be used. */
export type Bindings = {
  /** The attributes that lead to a place in an item. */
  path(text: string): string[];
  value(name: string): Value;
  /** Throws where a name or value was given that no expression used. */
  close(): void;
};

type Given = {
  ExpressionAttributeNames?: Record<string, string> | undefined;
  ExpressionAttributeValues?: Record<string, unknown> | undefined;
};

export const bindingsOf = ({ ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} }: Given) => {
  const used = new Set<string>();
  const nameOf = (part: string): string => {
    if (!part.startsWith("#")) return part;
    const name = names[part];
    if (name === undefined) throw invalid(`The name ${part} is not defined`);
    used.add(part);
    return name;
  };
  const bindings: Bindings = {
    path: (text) => text.split(".").map(nameOf),
    value: (name) => {
      const value = values[name];
      if (value === undefined) throw invalid(`The value ${name} is not defined`);
      used.add(name);
      return value as Value;
    },
    close: () => {
      for (const name in names) if (!used.has(name)) throw invalid(`The name ${name} is not used`);
      for (const name in values)
        if (!used.has(name) && values[name] !== undefined) throw invalid(`The value ${name} is not used`);
    },
  };
  return bindings;
};

/** The value at a path of an item. */
export const valueAt = (item: Attributes | undefined, path: readonly string[]): Value | undefined => {
  let value: Value | undefined = item;
  for (const name of path) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    value = value[name];
  }
  return value;
};
