import { invalid } from "./errors.ts";
import type { Value } from "./values.ts";

/** The names and values of the expressions of a command; all must be used. */
export type Bindings = {
  /** The names of the attributes on a path. */
  path(text: string): string[];
  value(name: string): Value;
  /** Throws if an expression did not use a name or value. */
  close(): void;
};

type Given = {
  ExpressionAttributeNames?: Record<string, string> | undefined;
  ExpressionAttributeValues?: Record<string, unknown> | undefined;
};

export const bindingsOf = ({ ExpressionAttributeNames: names, ExpressionAttributeValues: values }: Given): Bindings => {
  const bound: Record<string, unknown> = { ...names, ...values };
  const used = new Set<string>();
  const resolve = (name: string) => {
    if (bound[name] === undefined) throw invalid(`${name} is not defined`);
    used.add(name);
    return bound[name];
  };
  return {
    path: (text) => text.split(".").map((part) => (part.startsWith("#") ? String(resolve(part)) : part)),
    value: (name) => resolve(name) as Value,
    close: () => {
      for (const name in bound) if (!used.has(name) && bound[name] !== undefined) throw invalid(`${name} is not used`);
    },
  };
};
