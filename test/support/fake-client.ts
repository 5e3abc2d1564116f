import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import type { TableClient } from "../../lib/table/client.ts";

type Sent = { name: string; input: Record<string, unknown> };

/** A table client at the outer edge: answers each call with the next of a list, throwing what is an error; then with nothing. */
export const fakeClient = (answers: readonly (object | Error)[]) => {
  const sent: Sent[] = [];
  const send = async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
    const answer = answers[sent.length];
    sent.push({ name: command.constructor.name, input: command.input });
    if (answer instanceof Error) throw answer;
    return answer ?? {};
  };
  return { client: { send } as unknown as TableClient, sent };
};

/** A transaction that DynamoDB cancelled, with the reason of each of its actions. */
export const cancelled = (...reasons: { Code: string; Item?: Record<string, { S: string }> }[]) =>
  new TransactionCanceledException({ message: "cancelled", CancellationReasons: reasons, $metadata: {} });

export const named = (name: string) => Object.assign(new Error(name), { name });
