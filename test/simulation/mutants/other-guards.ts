import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { keyOfAction } from "../../support/memory-engine/effect.ts";
import type { Interceptor } from "../environment/network.ts";
import { type Action, actionsOf, templateOf, withActions } from "./conditions.ts";

const passThrough: Interceptor = { command: (command) => command, error: (error) => error };

/** A check of the same item that always succeeds, in place of an action. */
const nothingAt = ({ input }: Action): Action => ({
  kind: "ConditionCheck",
  input: {
    ...(input.TableName === undefined ? {} : { TableName: input.TableName }),
    Key: keyOfAction(input),
    ConditionExpression: "attribute_exists(pk) OR attribute_not_exists(pk)",
  },
});

const isOnce = (action: Action) => templateOf(action.input) === "ONCE# ONCE";

const retriedPut = "a retried put is not rejected";
const ownWrite = "a put recognises its own write";

/** Guards that matter when a single put is rejected. */
export const putGuards = [retriedPut, ownWrite] as const;

/** Guards that are not conditions, each with an interceptor that disables it. */
export const otherGuards: Readonly<Record<string, () => Interceptor>> = {
  "the idempotency record is part of the transaction of its effect": () => ({
    ...passThrough,
    command: (command) => {
      const actions = actionsOf(command);
      // If it is the only action, there is no effect to separate it from.
      return actions.length > 1 && actions.some(isOnce)
        ? withActions(
            command,
            actions.map((action) => (isOnce(action) ? nothingAt(action) : action)),
          )
        : command;
    },
  }),
  "all attempts of a transaction have one token": () => {
    let sent = 0;
    return {
      ...passThrough,
      command: (command) => {
        const { ClientRequestToken: token } = command.input as { ClientRequestToken?: string };
        if (token === undefined) return command;
        const Made = command.constructor as unknown as new (input: object) => typeof command;
        return new Made({ ...command.input, ClientRequestToken: `${token}-${sent++}` });
      },
    };
  },
  "a write is retried after a transaction conflict": () => {
    let now = 0;
    return {
      ...passThrough,
      now: () => {
        now += 1_000_000;
        return now;
      },
    };
  },
  [retriedPut]: () => ({
    ...passThrough,
    error: (error) =>
      error instanceof ConditionalCheckFailedException ? Object.assign(error, { $metadata: { attempts: 1 } }) : error,
  }),
  [ownWrite]: () => ({
    ...passThrough,
    error: (error) => {
      if (error instanceof ConditionalCheckFailedException && error.Item) delete error.Item.writtenBy;
      return error;
    },
  }),
};
