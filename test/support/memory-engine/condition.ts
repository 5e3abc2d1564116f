import type { Bindings } from "./bindings.ts";
import { invalid, unknown } from "./errors.ts";
import { type Reader, readerOf } from "./expression.ts";
import { type Attributes, compared, isSame, type Value } from "./values.ts";

/** Whether an item meets a condition. All operands are evaluated, so that every name and value counts as used. */
export const conditionHolds = (expression: string, item: Attributes | undefined, bindings: Bindings): boolean => {
  const reader = readerOf(expression, item, bindings);
  const holds = anyHolds(reader);
  if (reader.peek() !== "") throw unknown(`"${reader.peek()}" in "${expression}"`);
  return holds;
};

const anyHolds = (reader: Reader): boolean => {
  let holds = allHold(reader);
  while (reader.takes("OR")) holds = allHold(reader) || holds;
  return holds;
};

const allHold = (reader: Reader): boolean => {
  let holds = oneHolds(reader);
  while (reader.takes("AND")) holds = oneHolds(reader) && holds;
  return holds;
};

const oneHolds = (reader: Reader): boolean => {
  if (reader.takes("(")) {
    const holds = anyHolds(reader);
    reader.expect(")");
    return holds;
  }
  const exists = reader.takes("ATTRIBUTE_EXISTS");
  if (exists || reader.takes("ATTRIBUTE_NOT_EXISTS")) return (reader.argument() !== undefined) === exists;
  return comparisonHolds(reader);
};

type Comparison = (a: Value | undefined, b: Value | undefined) => boolean;
const comparisons: Record<string, Comparison> = {
  "=": (a, b) => a !== undefined && isSame(a, b),
  // An absent attribute differs from every value.
  "<>": (a, b) => !isSame(a, b),
  "<": (a, b) => compared(a, b) < 0,
  "<=": (a, b) => compared(a, b) <= 0,
  ">": (a, b) => compared(a, b) > 0,
  ">=": (a, b) => compared(a, b) >= 0,
};

const comparisonHolds = (reader: Reader): boolean => {
  const left = reader.operand();
  if (reader.takes("BETWEEN")) {
    const low = reader.operand();
    reader.expect("AND");
    const high = reader.operand();
    if (compared(low, high) > 0) throw invalid("BETWEEN requires its bounds in order");
    return compared(left, low) >= 0 && compared(left, high) <= 0;
  }
  const sign = reader.take();
  const comparison = comparisons[sign];
  if (!comparison) throw unknown(`"${sign}" as a comparison`);
  return comparison(left, reader.operand());
};
