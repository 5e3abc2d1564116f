import { type ActionInput, type Kind, keyOfAction } from "../../support/memory-engine/effect.ts";
import type { Command } from "../../support/memory-engine/engine.ts";

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
