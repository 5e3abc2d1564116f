import type { Bindings } from "./bindings.ts";
import { invalid, unknown } from "./errors.ts";
import { type Reader, readerOf } from "./expression.ts";
import { type Attributes, copyOf, type Value, valueAt } from "./values.ts";

/** The item after an update. All operands are those of the item before it. */
export const updated = (expression: string, before: Attributes, bindings: Bindings): Attributes => {
  const reader = readerOf(expression, before, bindings);
  const after = copyOf(before) as Attributes;
  while (reader.peek() !== "") {
    const clause = reader.take();
    const step = steps[clause.toUpperCase()];
    if (!step) throw unknown(`"${clause}" in an update`);
    do step(reader, before, after);
    while (reader.takes(","));
  }
  return after;
};

const steps: Record<string, (reader: Reader, before: Attributes, after: Attributes) => void> = {
  SET: (reader, _, after) => {
    const path = reader.path();
    reader.expect("=");
    let value = reader.operand();
    if (reader.takes("+")) value = sum(value, reader.operand());
    setAt(after, path, existing(value));
  },
  REMOVE: (reader, _, after) => {
    const { parent, name } = parentOf(after, reader.path());
    delete parent[name];
  },
  ADD: (reader, before, after) => {
    const path = reader.path();
    setAt(after, path, sum(valueAt(before, path) ?? 0, reader.operand()));
  },
};

const existing = (value: Value | undefined): Value => {
  if (value === undefined)
    throw invalid("The provided expression refers to an attribute that does not exist in the item");
  return value;
};

const sum = (a: Value | undefined, b: Value | undefined): number => {
  const [left, right] = [existing(a), existing(b)];
  if (typeof left !== "number" || typeof right !== "number")
    throw invalid("An operand in the update expression has an incorrect data type");
  return left + right;
};

/** The map that contains the last attribute of a path. */
const parentOf = (item: Attributes, path: readonly string[]): { parent: Attributes; name: string } => {
  const parent = valueAt(item, path.slice(0, -1));
  const name = path.at(-1);
  if (typeof parent !== "object" || parent === null || Array.isArray(parent) || name === undefined)
    throw invalid("The document path provided in the update expression is invalid for update");
  return { parent, name };
};

const setAt = (item: Attributes, path: readonly string[], value: Value): void => {
  const { parent, name } = parentOf(item, path);
  parent[name] = copyOf(value);
};
