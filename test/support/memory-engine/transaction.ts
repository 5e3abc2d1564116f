import type { CancellationReason } from "@aws-sdk/client-dynamodb";
import { type ActionInput, type Effect, effectOf, type Kind, keyOfAction } from "./effect.ts";
import { cancelled, invalid, unknown } from "./errors.ts";
import type { Items } from "./items.ts";
import { marshalled } from "./marshall.ts";
import { bytesIn } from "./values.ts";

/** Limits of one transaction. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const actionsMaximum = 100;
const bytesMaximum = 4 * 1_048_576;

export type TransactionItem = { [kind in Kind]?: ActionInput | undefined };

const kinds: readonly Kind[] = ["Put", "Delete", "Update", "ConditionCheck"];

const readAction = (item: TransactionItem): { kind: Kind; input: ActionInput } => {
  const [kind, ...others] = Object.keys(item) as Kind[];
  const input = kind && item[kind];
  if (!kind || !input || others.length > 0 || !kinds.includes(kind))
    throw unknown(`the action ${kind} of a transaction`);
  return { kind, input };
};

/** The effects of all actions. Throws if the transaction is cancelled or invalid. */
export const effectsOf = (items: Items, wanted: readonly TransactionItem[]): Effect[] => {
  const actions = wanted.map(readAction);
  if (actions.length === 0 || actions.length > actionsMaximum) throw invalid("A transaction has 1 to 100 actions");
  const names = new Set(actions.map(({ input }) => JSON.stringify(keyOfAction(input))));
  if (names.size < actions.length) throw invalid("Transaction request cannot include multiple operations on one item");
  const tried = actions.map(({ kind, input }) => tryAction(items, kind, input));
  const effects = tried.map(({ effect }) => effect);
  if (tried.some(({ reason }) => reason.Code !== "None")) throw cancelled(tried.map(({ reason }) => reason));
  const bytes = effects.reduce((sum, effect) => sum + (effect?.after ? bytesIn(effect.after) : 0), 0);
  if (bytes > bytesMaximum) throw invalid("Transaction request exceeds 4 MB");
  return effects.flatMap((effect) => effect ?? []);
};

type Tried = { effect?: Effect; reason: CancellationReason };

const tryAction = (items: Items, kind: Kind, input: ActionInput): Tried => {
  try {
    const effect = effectOf(items, kind, input);
    return { effect, reason: effect.conditionHolds ? { Code: "None" } : reasonOf(input, effect) };
  } catch (error) {
    // An error that depends on the existing item cancels the transaction.
    if (!(error instanceof Error) || error.name !== "ValidationException") throw error;
    return { reason: { Code: "ValidationError", Message: error.message } };
  }
};

const reasonOf = ({ ReturnValuesOnConditionCheckFailure: wanted }: ActionInput, { before }: Effect) => ({
  Code: "ConditionalCheckFailed",
  Message: "The conditional request failed",
  ...(wanted === "ALL_OLD" && before ? { Item: marshalled(before) } : {}),
});
