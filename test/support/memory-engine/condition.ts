import { type Bindings, valueAt } from "./bindings.ts";
import { invalid, unknown } from "./errors.ts";
import { type Tokens, tokensOf } from "./tokens.ts";
import { type Attributes, compared, isSame, sizeOf, type Value } from "./values.ts";

type Item = Attributes | undefined;
type Test = (item: Item, bindings: Bindings) => boolean;
type Operand = (item: Item, bindings: Bindings) => Value | undefined;

const parsed = new Map<string, Test>();

/** Whether an item meets a condition. All of the expression is bound, also what decides nothing. */
export const conditionHolds = (expression: string, item: Item, bindings: Bindings): boolean => {
  let test = parsed.get(expression);
  if (!test) {
    const tokens = tokensOf(expression);
    test = readEither(tokens);
    if (tokens.peek() !== "") throw unknown(`"${tokens.peek()}" in "${expression}"`);
    parsed.set(expression, test);
  }
  return test(item, bindings);
};

const readEither = (tokens: Tokens): Test => {
  const tests = [readBoth(tokens)];
  while (tokens.takes("OR")) tests.push(readBoth(tokens));
  return tests.length === 1 && tests[0] ? tests[0] : (item, bindings) => results(tests, item, bindings).includes(true);
};

const readBoth = (tokens: Tokens): Test => {
  const tests = [readOne(tokens)];
  while (tokens.takes("AND")) tests.push(readOne(tokens));
  return tests.length === 1 && tests[0]
    ? tests[0]
    : (item, bindings) => !results(tests, item, bindings).includes(false);
};

/** Evaluates all operands, so that every name and value counts as used. */
const results = (tests: readonly Test[], item: Item, bindings: Bindings) => tests.map((test) => test(item, bindings));

const readOne = (tokens: Tokens): Test => {
  if (tokens.takes("NOT")) {
    const test = readOne(tokens);
    return (item, bindings) => !test(item, bindings);
  }
  if (tokens.takes("(")) {
    const test = readEither(tokens);
    tokens.expect(")");
    return test;
  }
  const exists = tokens.takes("ATTRIBUTE_EXISTS");
  if (exists || tokens.takes("ATTRIBUTE_NOT_EXISTS")) {
    const place = readPlace(tokens);
    return (item, bindings) => (valueAt(item, bindings.path(place)) !== undefined) === exists;
  }
  if (tokens.takes("BEGINS_WITH")) return readBeginning(tokens);
  return readComparison(tokens);
};

const readPlace = (tokens: Tokens): string => {
  tokens.expect("(");
  const place = tokens.take();
  tokens.expect(")");
  return place;
};

const readBeginning = (tokens: Tokens): Test => {
  tokens.expect("(");
  const place = tokens.take();
  tokens.expect(",");
  const beginning = tokens.take();
  tokens.expect(")");
  return (item, bindings) => {
    const value = valueAt(item, bindings.path(place));
    const start = bindings.value(beginning);
    return typeof value === "string" && typeof start === "string" && value.startsWith(start);
  };
};

const readOperand = (tokens: Tokens): Operand => {
  if (tokens.takes("SIZE")) {
    const place = readPlace(tokens);
    return (item, bindings) => {
      const value = valueAt(item, bindings.path(place));
      return value === undefined ? undefined : sizeOf(value);
    };
  }
  const operand = tokens.take();
  if (operand.startsWith(":")) return (_, bindings) => bindings.value(operand);
  return (item, bindings) => valueAt(item, bindings.path(operand));
};

const signs: Record<string, (a: Value, b: Value) => boolean> = {
  "=": isSame,
  "<>": (a, b) => !isSame(a, b),
  "<": (a, b) => (compared(a, b) ?? 0) < 0,
  "<=": (a, b) => (compared(a, b) ?? 1) <= 0,
  ">": (a, b) => (compared(a, b) ?? 0) > 0,
  ">=": (a, b) => (compared(a, b) ?? -1) >= 0,
};

/** What is absent compares with nothing. */
const both = (test: (a: Value, b: Value) => boolean, a: Value | undefined, b: Value | undefined) =>
  a !== undefined && b !== undefined && test(a, b);

const readComparison = (tokens: Tokens): Test => {
  const left = readOperand(tokens);
  if (tokens.takes("BETWEEN")) {
    const low = readOperand(tokens);
    tokens.expect("AND");
    const high = readOperand(tokens);
    return (item, bindings) => {
      const [value, least, most] = [left(item, bindings), low(item, bindings), high(item, bindings)];
      if (both((a, b) => (compared(a, b) ?? 0) > 0, least, most)) throw invalid("BETWEEN has its bounds in order");
      return (
        both((a, b) => (compared(a, b) ?? -1) >= 0, value, least) &&
        both((a, b) => (compared(a, b) ?? 1) <= 0, value, most)
      );
    };
  }
  const sign = tokens.take();
  const test = signs[sign];
  if (!test) throw unknown(`"${sign}" as a comparison`);
  const right = readOperand(tokens);
  return (item, bindings) => both(test, left(item, bindings), right(item, bindings));
};
