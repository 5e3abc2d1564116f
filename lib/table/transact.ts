import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { invalidInput, type Problem } from "../shared/problem.ts";
import { problems } from "../vocabulary/problems.ts";
import { actionOf, checkSize, merged } from "./actions.ts";
import type { TableClient } from "./client.ts";
import { decoded, PutCommand, TransactWriteCommand, UpdateCommand } from "./commands.ts";
import { isTransactionConflict, isTransient, rethrow, serviceUnavailable } from "./failures.ts";
import { createRetrier, type RetryRuntime } from "./retry.ts";
import type { Action, Write } from "./write.ts";

/** Pauses and resolves to whether to retry. */
type Retry = () => Promise<boolean>;

/** Writes all or nothing. A single put or idempotent update is sent without a transaction, which costs double. */
export const transact = async (
  client: TableClient,
  tableName: string,
  writes: readonly Write[],
  token: string,
  retryRuntime: RetryRuntime,
) => {
  const wanted = merged(writes);
  const actions = wanted.map((write) => actionOf(write, tableName, token));
  checkSize(actions);
  const [only] = actions;
  if (!only) return;
  const retry = createRetrier(retryRuntime);
  const send = actions.length === 1 ? singleCall(client, only, wanted[0]) : undefined;
  if (send) await sendMarked(send, wanted, token, retry);
  else await sendTransaction(client, actions, wanted, token, retry);
};

/** Sends a single action that marks its item, so that a retry recognizes its own write. */
const singleCall = (client: TableClient, { Put, Update }: Action, write: Write | undefined) => {
  if (Put) return () => client.send(new PutCommand(Put));
  return Update && write?.kind === "update" && write.idempotent
    ? () => client.send(new UpdateCommand(Update))
    : undefined;
};

const sendMarked = async (send: () => Promise<unknown>, writes: readonly Write[], token: string, retry: Retry) => {
  for (;;) {
    try {
      await send();
      return;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return onSingleConditionFailed(error, writes[0], token);
      if (!(error instanceof Error && isTransactionConflict(error.name) && (await retry()))) return rethrow(error);
    }
  }
};

const onSingleConditionFailed = (
  error: ConditionalCheckFailedException,
  write: Write | undefined,
  token: string,
): void => {
  const old = error.Item ? decoded(error.Item) : undefined;
  // The response to the first attempt was lost, and the SDK's retry found the item that it had written.
  if (old?.writtenBy === token) return;
  // A later writer may have replaced that item: whether the first attempt succeeded is unknown.
  if ((error.$metadata.attempts ?? 1) > 1) throw serviceUnavailable(error);
  throw write?.onConditionFailed(old) ?? error;
};

const sendTransaction = async (
  client: TableClient,
  TransactItems: Action[],
  writes: readonly Write[],
  token: string,
  retry: Retry,
) => {
  for (;;) {
    try {
      // The same token for all attempts: DynamoDB executes the transaction once within ten minutes.
      await client.send(new TransactWriteCommand({ TransactItems, ClientRequestToken: token }));
      return;
    } catch (error) {
      const transient = transientIn(error, writes);
      if (!(await retry())) throw serviceUnavailable(transient);
    }
  }
};

/** Throws the problem of a cancelled transaction; returns the error where a retry may succeed. */
const transientIn = (error: unknown, writes: readonly Write[]): unknown => {
  if (!(error instanceof TransactionCanceledException))
    return error instanceof Error && isTransactionConflict(error.name) ? error : rethrow(error);
  const reasons = error.CancellationReasons ?? [];
  const failures = reasons.flatMap((reason, i) => {
    const write = writes[i];
    if (reason.Code !== "ConditionalCheckFailed" || !write) return [];
    const problem = write.onConditionFailed(reason.Item ? decoded(reason.Item) : undefined);
    if (write.kind === "put" && write.takesPrecedence) throw problem;
    return [problem];
  });
  if (failures.length > 0) throw firstOf(failures);
  const code = reasons.find((reason) => reason.Code && reason.Code !== "None")?.Code;
  if (isTransactionConflict(code) || isTransient(code)) return error;
  throw error;
};

/** Of several problems the one with precedence in the API (404, 412, 422, 409); input errors are merged. */
const firstOf = (failures: readonly Problem[]): Problem => {
  const order = [404, 428, 412, 422, 409];
  const rank = (problem: Problem) => order.indexOf(problems[problem.code].status);
  const [first] = [...failures].sort((a, b) => rank(a) - rank(b));
  const fieldErrors = failures
    .filter((problem) => problem.code === "invalid-input")
    .flatMap((problem) => problem.details.fieldErrors ?? []);
  return first?.code === "invalid-input" || !first ? invalidInput(fieldErrors) : first;
};
