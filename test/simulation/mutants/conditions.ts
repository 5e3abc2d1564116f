import { type ActionInput, type Kind, keyOfAction } from "../../support/memory-engine/effect.ts";
import type { Command } from "../../support/memory-engine/engine.ts";

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

/** An action as it is sent, alone or in a transaction. */
export type Action = { kind: Kind; input: ActionInput };

/** Commands that are one action alone. */
const alone: Readonly<Record<string, Kind>> = { PutCommand: "Put", UpdateCommand: "Update" };

/** The actions of a command; none of one that only reads. */
export const actionsOf = (command: Command): Action[] => {
  const input = command.input as ActionInput & { TransactItems?: Record<string, ActionInput>[] };
  const kind = alone[command.constructor.name];
  if (kind) return [{ kind, input }];
  return (input.TransactItems ?? []).flatMap((item) =>
    Object.entries(item).map(([part, one]) => ({ kind: part as Kind, input: one })),
  );
};

/** The same command with other actions, as many as before: an answer names them by their places. */
export const withActions = (command: Command, actions: readonly Action[]): Command => {
  const Made = command.constructor as unknown as new (input: object) => Command;
  const [only] = actions;
  if (alone[command.constructor.name] && only) return new Made(only.input);
  const TransactItems = actions.map(({ kind, input }) => ({ [kind]: input }));
  return new Made({ ...command.input, TransactItems });
};

const head = (text: string) => /^[^#]+#?/.exec(text)?.[0] ?? text;

/** Which kind of item a key is one of: what is the same in all such keys. */
export const templateOf = (input: ActionInput): string => {
  const { pk, sk } = keyOfAction(input);
  if (pk.startsWith("GUARD#"))
    return `GUARD ${/#(external#\w+|member-number)#|^GUARD#(slug)#/.exec(pk)?.slice(1).find(Boolean)}`;
  return pk.startsWith("CHANGE#") ? "CHANGE#" : `${head(pk)} ${head(sk)}`;
};
