import { type Bindings, valueAt } from "./bindings.ts";
import { invalid, unknown } from "./errors.ts";
import { type Tokens, tokensOf } from "./tokens.ts";
import { type Attributes, copyOf, type Value } from "./values.ts";

/** One change of an update: it reads from the item as it was and writes into the one to be. */
type Step = (before: Attributes, after: Attributes, bindings: Bindings) => void;
type Operand = (before: Attributes, bindings: Bindings) => Value | undefined;

const parsed = new Map<string, Step[]>();

/** The item that an update expression makes of one. Throws where a path leads nowhere or a number is none. */
export const updated = (expression: string, before: Attributes, bindings: Bindings): Attributes => {
  const steps = parsed.get(expression) ?? readSteps(tokensOf(expression));
  parsed.set(expression, steps);
  const after = copyOf(before) as Attributes;
  for (const step of steps) step(before, after, bindings);
  return after;
};

const readSteps = (tokens: Tokens): Step[] => {
  const steps: Step[] = [];
  while (tokens.peek() !== "") {
    const read = { SET: readSet, REMOVE: readRemove, ADD: readAdd }[tokens.peek().toUpperCase()];
    if (!read) throw unknown(`"${tokens.peek()}" in an update`);
    tokens.take();
    do steps.push(read(tokens));
    while (tokens.takes(","));
  }
  return steps;
};

const readSet = (tokens: Tokens): Step => {
  const place = tokens.take();
  tokens.expect("=");
  const first = readOperand(tokens);
  const sign = tokens.peek() === "+" || tokens.peek() === "-" ? tokens.take() : undefined;
  const second = sign ? readOperand(tokens) : undefined;
  return (before, after, bindings) => {
    const value = first(before, bindings);
    const other = second?.(before, bindings);
    if (value === undefined || (second && other === undefined))
      throw invalid("The provided expression refers to an attribute that does not exist in the item");
    set(after, bindings.path(place), other === undefined ? value : sum(value, other, sign === "-" ? -1 : 1));
  };
};

const readOperand = (tokens: Tokens): Operand => {
  if (tokens.takes("IF_NOT_EXISTS")) {
    tokens.expect("(");
    const place = tokens.take();
    tokens.expect(",");
    const otherwise = readOperand(tokens);
    tokens.expect(")");
    return (before, bindings) => {
      const fallback = otherwise(before, bindings);
      return valueAt(before, bindings.path(place)) ?? fallback;
    };
  }
  const operand = tokens.take();
  if (operand.startsWith(":")) return (_, bindings) => bindings.value(operand);
  return (before, bindings) => valueAt(before, bindings.path(operand));
};

const readRemove = (tokens: Tokens): Step => {
  const place = tokens.take();
  return (_, after, bindings) => {
    const { holder, name } = reach(after, bindings.path(place));
    delete holder[name];
  };
};

const readAdd = (tokens: Tokens): Step => {
  const place = tokens.take();
  const operand = readOperand(tokens);
  return (before, after, bindings) => {
    const path = bindings.path(place);
    const added = operand(before, bindings);
    if (typeof added !== "number") throw invalid("ADD takes a number");
    set(after, path, sum(valueAt(before, path) ?? 0, added, 1));
  };
};

const sum = (a: Value, b: Value, sign: 1 | -1): number => {
  if (typeof a !== "number" || typeof b !== "number")
    throw invalid("An operand in the update expression has an incorrect data type");
  return a + sign * b;
};

/** The map with the last attribute of a path. */
const reach = (item: Attributes, path: readonly string[]): { holder: Attributes; name: string } => {
  const holder = valueAt(item, path.slice(0, -1));
  const name = path.at(-1);
  if (typeof holder !== "object" || holder === null || Array.isArray(holder) || name === undefined)
    throw invalid("The document path provided in the update expression is invalid for update");
  return { holder, name };
};

const set = (item: Attributes, path: readonly string[], value: Value): void => {
  const { holder, name } = reach(item, path);
  holder[name] = copyOf(value);
};
