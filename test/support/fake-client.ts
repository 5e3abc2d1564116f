import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import type { TableClient } from "../../lib/table/client.ts";

type Sent = { name: string; input: Record<string, unknown> };

/** A table client that returns the next response of a list for each call, throws it if it is an error, and finally returns `{}`. */
export const fakeClient = (responses: readonly (object | Error)[]) => {
  const sent: Sent[] = [];
  const send = async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
    const response = responses[sent.length];
    sent.push({ name: command.constructor.name, input: command.input });
    if (response instanceof Error) throw response;
    return response ?? {};
  };
  return { client: { send } as unknown as TableClient, sent };
};

/** A transaction that DynamoDB cancelled, with the reason of each of its actions. */
export const cancelled = (...reasons: { Code: string; Item?: Record<string, { S: string }> }[]) =>
  new TransactionCanceledException({ message: "cancelled", CancellationReasons: reasons, $metadata: {} });

export const named = (name: string) => Object.assign(new Error(name), { name });
