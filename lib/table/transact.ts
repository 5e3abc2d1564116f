import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { invalidInput, type Problem } from "../shared/problem.ts";
import { problems } from "../vocabulary/problems.ts";
import { actionOf, checkSize, merged } from "./actions.ts";
import type { TableClient } from "./client.ts";
import { decoded, PutCommand, TransactWriteCommand, UpdateCommand } from "./commands.ts";
import { isTransactionConflict, isTransient, rethrow, serviceUnavailable } from "./failures.ts";
import { createRetrier, type RetryRuntime } from "./retry.ts";
import type { Action, Write } from "./write.ts";

/** Says, once it makes sense, whether to try again. */
type Again = () => Promise<boolean>;

/** Writes all or nothing; a put or an update that knows its own work needs no transaction alone, which costs double. */
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
  const again = createRetrier(retryRuntime);
  const send = actions.length === 1 ? alone(client, only, wanted[0]) : undefined;
  if (send) await marked(send, wanted, token, again);
  else await retried(client, actions, wanted, token, again);
};

/** How an action is sent alone, where it leaves its mark: what the first try did is known again then by the second. */
const alone = (client: TableClient, { Put, Update }: Action, write: Write | undefined) => {
  if (Put) return () => client.send(new PutCommand(Put));
  return Update && write?.kind === "update" && write.idempotent
    ? () => client.send(new UpdateCommand(Update))
    : undefined;
};

const marked = async (send: () => Promise<unknown>, writes: readonly Write[], token: string, again: Again) => {
  for (;;) {
    try {
      await send();
      return;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return refusedAlone(error, writes[0], token);
      if (!(error instanceof Error && isTransactionConflict(error.name) && (await again()))) return rethrow(error);
    }
  }
};

const refusedAlone = (error: ConditionalCheckFailedException, write: Write | undefined, token: string): void => {
  const old = error.Item ? decoded(error.Item) : undefined;
  // The answer to the first try was lost, and the SDK's second try met what the first had written.
  if (old?.writtenBy === token) return;
  // Or what others have made of it since: nobody can say then whether the first try came about.
  if ((error.$metadata.attempts ?? 1) > 1) throw serviceUnavailable(error);
  throw write?.onConditionFailed(old) ?? error;
};

const retried = async (
  client: TableClient,
  TransactItems: Action[],
  writes: readonly Write[],
  token: string,
  again: Again,
) => {
  for (;;) {
    try {
      // The same token for every try: DynamoDB does the transaction once within ten minutes.
      await client.send(new TransactWriteCommand({ TransactItems, ClientRequestToken: token }));
      return;
    } catch (error) {
      const passing = passingIn(error, writes);
      if (!(await again())) throw serviceUnavailable(passing);
    }
  }
};

/** Throws what a cancelled transaction means; gives the error back where the next try may succeed. */
const passingIn = (error: unknown, writes: readonly Write[]): unknown => {
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
  if (failures.length > 0) throw foremost(failures);
  const code = reasons.find((reason) => reason.Code && reason.Code !== "None")?.Code;
  if (isTransactionConflict(code) || isTransient(code)) return error;
  throw error;
};

/** Of several refusals the one the API looks at first (404, 412, 422, 409); faults of the input are named together. */
const foremost = (failures: readonly Problem[]): Problem => {
  const order = [404, 428, 412, 422, 409];
  const rank = (problem: Problem) => order.indexOf(problems[problem.code].status);
  const [first] = [...failures].sort((a, b) => rank(a) - rank(b));
  const fieldErrors = failures
    .filter((problem) => problem.code === "invalid-input")
    .flatMap((problem) => problem.details.fieldErrors ?? []);
  return first?.code === "invalid-input" || !first ? invalidInput(fieldErrors) : first;
};
