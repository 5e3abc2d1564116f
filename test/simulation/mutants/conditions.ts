import { type ActionInput, type Kind, keyOfAction } from "../../support/memory-engine/effect.ts";
import type { Command } from "../../support/memory-engine/engine.ts";

/** Splits a condition at an operator outside parentheses. The `AND` of a `BETWEEN` is none. */
const splitAt = (condition: string, operator: " AND " | " OR "): string[] => {
  const clauses: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < condition.length; at++) {
    if (condition[at] === "(") depth += 1;
    if (condition[at] === ")") depth -= 1;
    const isOperator = depth === 0 && condition.startsWith(operator, at);
    if (!isOperator || /BETWEEN \S+$/.test(condition.slice(from, at))) continue;
    clauses.push(condition.slice(from, at));
    from = at + operator.length;
  }
  return [...clauses, condition.slice(from)];
};

/** The clauses of a conjunction. `OR` outside parentheses applies to the complete condition. */
export const clausesOf = (condition: string): string[] =>
  splitAt(condition, " OR ").length > 1 ? [condition] : splitAt(condition, " AND ");

/** The form of a clause: with attribute names, without ids and values. */
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

/** Removes clauses from the condition of an action, with the names and values that only they used. */
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

/** An action, alone or in a transaction. */
export type Action = { kind: Kind; input: ActionInput };

/** Commands with a single action. */
const alone: Readonly<Record<string, Kind>> = { PutCommand: "Put", UpdateCommand: "Update" };

/** The write actions of a command. */
export const actionsOf = (command: Command): Action[] => {
  const input = command.input as ActionInput & { TransactItems?: Record<string, ActionInput>[] };
  const kind = alone[command.constructor.name];
  if (kind) return [{ kind, input }];
  return (input.TransactItems ?? []).flatMap((item) =>
    Object.entries(item).map(([part, one]) => ({ kind: part as Kind, input: one })),
  );
};

/** Replaces the actions of a command. Their number must not change: responses refer to them by index. */
export const withActions = (command: Command, actions: readonly Action[]): Command => {
  const Made = command.constructor as unknown as new (input: object) => Command;
  const [only] = actions;
  if (alone[command.constructor.name] && only) return new Made(only.input);
  const TransactItems = actions.map(({ kind, input }) => ({ [kind]: input }));
  return new Made({ ...command.input, TransactItems });
};

const head = (text: string) => /^[^#]+#?/.exec(text)?.[0] ?? text;

/** The kind of item of a key: what all such keys have in common. */
export const templateOf = (input: ActionInput): string => {
  const { pk, sk } = keyOfAction(input);
  if (pk.startsWith("GUARD#"))
    return `GUARD ${/#(external#\w+|member-number)#|^GUARD#(slug)#/.exec(pk)?.slice(1).find(Boolean)}`;
  return pk.startsWith("CHANGE#") ? "CHANGE#" : `${head(pk)} ${head(sk)}`;
};
