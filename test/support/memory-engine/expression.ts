import type { Bindings } from "./bindings.ts";
import { unknown } from "./errors.ts";
import { type Attributes, sizeOf, type Value, valueAt } from "./values.ts";

const token = /\s*(<=|>=|<>|[=<>(),+]|[#:]?[\w.#-]+)/y;
const tokensByExpression = new Map<string, readonly string[]>();

const tokensOf = (expression: string): readonly string[] => {
  const found: string[] = [];
  const text = expression.trimEnd();
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const [, one] = token.exec(text) ?? [];
    if (one === undefined) throw unknown(`the character at ${at} in "${expression}"`);
    found.push(one);
  }
  tokensByExpression.set(expression, found);
  return found;
};

/** Reads the tokens of an expression in order, and evaluates its operands for an item. */
export type Reader = {
  /** The next token, or an empty text at the end. */
  peek(): string;
  take(): string;
  /** Consumes the next token if it is this one, in any case. */
  takes(wanted: string): boolean;
  expect(wanted: string): void;
  path(): string[];
  /** A bound value, an attribute, or a function of one. */
  operand(): Value | undefined;
  /** The attribute in parentheses. */
  argument(): Value | undefined;
};

export const readerOf = (expression: string, item: Attributes | undefined, bindings: Bindings): Reader => {
  const tokens = tokensByExpression.get(expression) ?? tokensOf(expression);
  let next = 0;
  const reader: Reader = {
    peek: () => tokens[next] ?? "",
    take: () => tokens[next++] ?? "",
    takes: (wanted) => {
      const matches = reader.peek().toUpperCase() === wanted;
      if (matches) next += 1;
      return matches;
    },
    expect: (wanted) => {
      if (!reader.takes(wanted)) throw unknown(`"${reader.peek()}" instead of "${wanted}" in "${expression}"`);
    },
    path: () => bindings.path(reader.take()),
    operand: () => {
      if (reader.takes("SIZE")) return sizeOf(reader.argument());
      if (reader.takes("IF_NOT_EXISTS")) {
        reader.expect("(");
        const value = valueAt(item, reader.path());
        reader.expect(",");
        const fallback = reader.operand();
        reader.expect(")");
        return value ?? fallback;
      }
      return reader.peek().startsWith(":") ? bindings.value(reader.take()) : valueAt(item, reader.path());
    },
    argument: () => {
      reader.expect("(");
      const value = valueAt(item, reader.path());
      reader.expect(")");
      return value;
    },
  };
  return reader;
};
