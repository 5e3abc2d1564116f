import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { keyOfAction } from "../../support/memory-engine/effect.ts";
import type { Tap } from "../environment/network.ts";
import { type Action, actionsOf, templateOf, withActions } from "./conditions.ts";

const asItIs: Tap = { command: (command) => command, error: (error) => error };

/** An action in the place of another that looks at the same item and never minds. */
const nothingAt = ({ input }: Action): Action => ({
  kind: "ConditionCheck",
  input: {
    ...(input.TableName === undefined ? {} : { TableName: input.TableName }),
    Key: keyOfAction(input),
    ConditionExpression: "attribute_exists(pk) OR attribute_not_exists(pk)",
  },
});

const isOnce = (action: Action) => templateOf(action.input) === "ONCE# ONCE";

const again = "a put that was tried again is not refused";
const own = "a put knows its own work again";

/** Those that matter where a put alone is refused. */
export const putGuards = [again, own] as const;

/** Guards that are no conditions, each with a tap that takes it away. */
export const otherGuards: Readonly<Record<string, () => Tap>> = {
  "the idempotency record stands in the transaction of its effect": () => ({
    ...asItIs,
    command: (command) => {
      const actions = actionsOf(command);
      // Alone it has no effect beside it to be apart from.
      return actions.length > 1 && actions.some(isOnce)
        ? withActions(
            command,
            actions.map((action) => (isOnce(action) ? nothingAt(action) : action)),
          )
        : command;
    },
  }),
  "all tries of a transaction have one token": () => {
    let sent = 0;
    return {
      ...asItIs,
      command: (command) => {
        const { ClientRequestToken: token } = command.input as { ClientRequestToken?: string };
        if (token === undefined) return command;
        const Made = command.constructor as unknown as new (input: object) => typeof command;
        return new Made({ ...command.input, ClientRequestToken: `${token}-${sent++}` });
      },
    };
  },
  "a write that met another is tried again": () => {
    let now = 0;
    return {
      ...asItIs,
      now: () => {
        now += 1_000_000;
        return now;
      },
    };
  },
  [again]: () => ({
    ...asItIs,
    error: (error) =>
      error instanceof ConditionalCheckFailedException ? Object.assign(error, { $metadata: { attempts: 1 } }) : error,
  }),
  [own]: () => ({
    ...asItIs,
    error: (error) => {
      if (error instanceof ConditionalCheckFailedException && error.Item) delete error.Item.writtenBy;
      return error;
    },
  }),
};
