import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { bindingsOf } from "../../support/memory-engine/bindings.ts";
import { conditionHolds } from "../../support/memory-engine/condition.ts";
import { type ActionInput, keyOfAction } from "../../support/memory-engine/effect.ts";
import type { Attributes } from "../../support/memory-engine/values.ts";
import type { Interceptor } from "../environment/network.ts";
import { type Action, actionsOf, clausesOf, shapeOf, templateOf, withActions, without } from "./conditions.ts";
import { putGuards } from "./other-guards.ts";

const exists = "attribute_exists(pk)";

/** The first attribute that an update sets, except its writer. */
const purposeOf = ({ UpdateExpression: update = "", ExpressionAttributeNames: names = {} }: ActionInput): string => {
  const set = update.matchAll(/(?:SET |, )(#?[a-z]+) = /gi);
  const [first] = [...set]
    .map(([, name = ""]) => names[name] ?? name)
    .filter((name) => name !== "by" && name !== "writtenBy");
  return first ? ` (${first})` : "";
};

/** The name of a guard: kind of action, kind of item and form of the clause. */
const nameOf = ({ kind, input }: Action, clause: string) => {
  const shape = shapeOf(clause, input);
  const template = templateOf(input);
  // One line of code deletes parts of every kind.
  const isPart = kind === "Delete" && shape === exists && template.startsWith("MTG#");
  return `${kind} ${isPart ? "MTG# part" : template}${purposeOf(input)}: ${shape}`;
};

const clausesIn = (action: Action) =>
  action.input.ConditionExpression === undefined ? [] : clausesOf(action.input.ConditionExpression);

export type GuardObservation = { guard: string /** It alone stood in the way of a write. */; decided: boolean };

/** Whether the item was written by the same write. */
const isOwn = ({ input }: Action, item: Attributes | undefined) =>
  item?.writtenBy !== undefined &&
  item.writtenBy === (input.Item ?? { writtenBy: input.ExpressionAttributeValues?.[":writtenBy"] }).writtenBy;

/** Observes every guard that is sent, and whether it alone rejects the write. */
export const observeGuards = (onObservation: (seen: GuardObservation) => void): Interceptor => ({
  error: (error) => {
    if (error instanceof ConditionalCheckFailedException)
      for (const guard of putGuards) onObservation({ guard, decided: (error.$metadata.attempts ?? 1) > 1 });
    return error;
  },
  command: (command, engine) => {
    const { ClientRequestToken: token } = command.input as { ClientRequestToken?: string };
    if (token !== undefined && engine.isDone(token)) return command;
    const seen = actionsOf(command).flatMap((action) => {
      const item = engine.itemAt(keyOfAction(action.input));
      return clausesIn(action).map((clause) => ({
        guard: nameOf(action, clause),
        refuses: !isOwn(action, item) && !conditionHolds(clause, item, bindingsOf(action.input)),
      }));
    });
    const refusals = new Set(seen.filter(({ refuses }) => refuses).map(({ guard }) => guard));
    for (const { guard, refuses } of seen) onObservation({ guard, decided: refuses && refusals.size === 1 });
    return command;
  },
});

/** Removes guards from every command. */
export const withoutGuards = (guards: ReadonlySet<string>): Interceptor => ({
  error: (error) => error,
  command: (command) => {
    const actions = actionsOf(command);
    const changed = actions.map((action) => {
      const taken = clausesIn(action).filter((clause) => guards.has(nameOf(action, clause)));
      return taken.length > 0 ? { ...action, input: without(action.input, taken) } : action;
    });
    return changed.some((action, i) => action !== actions[i]) ? withActions(command, changed) : command;
  },
});
