import { unknown } from "./errors.ts";

/** Words and signs of an expression, one after the other. */
export type Tokens = {
  /** The next one, without taking it; empty at the end. */
  peek(): string;
  take(): string;
  /** Consumes the next token if it is this one, case-insensitively. */
  takes(wanted: string): boolean;
  /** Takes the next one, which must be this. */
  expect(wanted: string): void;
};

const token = /\s*(<>|<=|>=|[=<>(),+]|-(?=\s)|\[\d+\]|[#:]?[\w.#-]+)/y;

export const tokensOf = (expression: string): Tokens => {
  const found: string[] = [];
  token.lastIndex = 0;
  const text = expression.trimEnd();
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const [, one] = token.exec(text) ?? [];
    if (one === undefined) throw unknown(`the character at ${at} in "${expression}"`);
    found.push(one);
  }
  let next = 0;
  const tokens: Tokens = {
    peek: () => found[next] ?? "",
    take: () => found[next++] ?? "",
    takes: (wanted) => {
      const matches = tokens.peek().toUpperCase() === wanted;
      if (matches) next += 1;
      return matches;
    },
    expect: (wanted) => {
      if (!tokens.takes(wanted)) throw unknown(`"${tokens.peek()}" where "${wanted}" belongs, in "${expression}"`);
    },
  };
  return tokens;
};
