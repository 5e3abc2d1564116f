import type { PutCommandInput, UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import { type Bindings, bindingsOf } from "./bindings.ts";
import { conditionHolds } from "./condition.ts";
import { invalid, unknown } from "./errors.ts";
import { checkItem, type ItemKey, type Items, keyOf } from "./items.ts";
import { updated } from "./update.ts";
import { type Attributes, copyOf } from "./values.ts";

/** The input of a transaction action of any kind. */
export type ActionInput = Partial<PutCommandInput & UpdateCommandInput>;
export type Kind = "Put" | "Delete" | "Update" | "ConditionCheck";

const parameters =
  /^(TableName|Key|Item|(Update|Condition)Expression|ExpressionAttribute(Names|Values)|ReturnValuesOnConditionCheckFailure)$/;

/** The effect of an action: its item, whether its condition holds, and the item afterwards (undefined: none). */
export type Effect = {
  key: ItemKey;
  before: Attributes | undefined;
  conditionHolds: boolean;
  after: Attributes | undefined;
};

/** The key of the item of an action. */
export const keyOfAction = (input: ActionInput): ItemKey =>
  keyOf(input.Item ? { pk: input.Item.pk, sk: input.Item.sk } : input.Key);

/** Evaluates an action without executing it. Throws where it is invalid for the existing item. */
export const effectOf = (items: Items, kind: Kind, input: ActionInput): Effect => {
  for (const name in input) if (!parameters.test(name)) throw unknown(`${name} of a ${kind}`);
  const key = keyOfAction(input);
  const before = items.get(key);
  const bindings = bindingsOf(input);
  const condition = input.ConditionExpression;
  const met = condition === undefined || conditionHolds(condition, before, bindings);
  const after = met ? itemAfter({ kind, input, key, before, bindings }) : before;
  // A failed action may leave names and values unused.
  if (met) bindings.close();
  if (met && after && kind !== "ConditionCheck") checkItem(after);
  return { key, before, conditionHolds: met, after };
};

type Action = Pick<Effect, "key" | "before"> & { kind: Kind; input: ActionInput; bindings: Bindings };

const itemAfter = ({ kind, input, key, before, bindings }: Action): Attributes | undefined => {
  switch (kind) {
    case "Put":
      return copyOf(input.Item) as Attributes;
    case "Delete":
      return undefined;
    case "ConditionCheck":
      return before;
    case "Update": {
      if (input.UpdateExpression === undefined) throw invalid("An update has an expression");
      const after = updated(input.UpdateExpression, before ?? { ...key }, bindings);
      if (after.pk !== key.pk || after.sk !== key.sk) throw invalid("An update cannot change the key");
      return after;
    }
  }
};
