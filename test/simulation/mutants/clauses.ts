import type { ActionInput } from "../../support/memory-engine/effect.ts";

/** The parts of a condition that must all hold, each for itself. */
export const clausesOf = (condition: string): string[] => {
  const clauses: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < condition.length; at++) {
    if (condition[at] === "(") depth += 1;
    if (condition[at] === ")") depth -= 1;
    if (depth > 0 || !condition.startsWith(" AND ", at) || isOpen(condition.slice(from, at))) continue;
    clauses.push(condition.slice(from, at));
    from = at + " AND ".length;
  }
  const whole = [...clauses, condition.slice(from)];
  // Alternatives outside of parentheses reach over everything beside them.
  return whole.some((clause) => hasAlternative(clause)) ? [condition] : whole;
};

const isOpen = (text: string) => /BETWEEN \S+$/.test(text);

const hasAlternative = (clause: string) => {
  let depth = 0;
  for (let at = 0; at < clause.length; at++) {
    if (clause[at] === "(") depth += 1;
    if (clause[at] === ")") depth -= 1;
    if (depth === 0 && clause.startsWith(" OR ", at)) return true;
  }
  return false;
};

/** A clause as it is written whatever it is about: attributes by their names, ids and values left out. */
export const shapeOf = (clause: string, { ExpressionAttributeNames: names = {} }: ActionInput): string =>
  clause
    .replaceAll(/#\w+/g, (name) => (/^[a-z]+$/i.test(names[name] ?? "") ? (names[name] ?? "") : "#id"))
    .replaceAll(/:\w+/g, ":value")
    .replaceAll(/^\((.*)\)$/g, "$1");

const always = "(attribute_exists(pk) OR attribute_not_exists(pk))";

const used = (given: Record<string, unknown>, texts: readonly (string | undefined)[]) => {
  const tokens = new Set(texts.flatMap((text) => text?.match(/[#:]\w+/g) ?? []));
  const kept = Object.entries(given).filter(([name]) => tokens.has(name));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
};

/** The same action without some clauses of its condition, and without the names and values that only those used. */
export const without = (input: ActionInput, clauses: readonly string[]): ActionInput => {
  const left = clausesOf(input.ConditionExpression ?? "").filter((one) => !clauses.includes(one));
  const ConditionExpression = left.length > 0 ? left.join(" AND ") : always;
  const texts = [ConditionExpression, input.UpdateExpression];
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {}, ...rest } = input;
  const [kept, keptValues] = [used(names, texts), used(values, texts)];
  return {
    ...rest,
    ConditionExpression,
    ...(kept ? { ExpressionAttributeNames: kept as Record<string, string> } : {}),
    ...(keptValues ? { ExpressionAttributeValues: keptValues } : {}),
  };
};
