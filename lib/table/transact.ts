import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { problems } from "../contract/problems.ts";
import { invalidInput, type Problem } from "../shared/problem.ts";
import { actionOf, checkSize, merged } from "./actions.ts";
import { busy, failure, isThrottle } from "./failures.ts";
import type { Action, Item, Write } from "./write.ts";

/** Tries of a transaction that met another one, with pauses that grow to 400 ms: together about two seconds. */
const conflictTries = 12;
const longestPause = 400;

/** Writes all or nothing; a single put needs no transaction, which costs double. */
export const transact = async (
  client: DynamoDBDocumentClient,
  tableName: string,
  writes: readonly Write[],
  token: string,
) => {
  const wanted = merged(writes);
  const actions = wanted.map((write) => actionOf(write, tableName, token));
  checkSize(actions);
  const [only] = actions;
  if (!only) return;
  if (actions.length === 1 && only.Put) await put(client, only.Put, wanted, token);
  else await retried(client, actions, wanted, token);
};

const put = async (
  client: DynamoDBDocumentClient,
  input: NonNullable<Action["Put"]>,
  writes: readonly Write[],
  token: string,
) => {
  try {
    await client.send(new PutCommand(input));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) return failure(error);
    const old = error.Item ? (unmarshall(error.Item) as Item) : undefined;
    // The answer to the first try was lost, and the SDK's second try met what the first had written.
    if (old?.writtenBy === token) return;
    throw writes[0]?.refused(old) ?? error;
  }
};

const retried = async (
  client: DynamoDBDocumentClient,
  TransactItems: Action[],
  writes: readonly Write[],
  token: string,
) => {
  for (let tries = 1; ; tries++) {
    try {
      // The same token for every try: DynamoDB does the transaction once within ten minutes.
      await client.send(new TransactWriteCommand({ TransactItems, ClientRequestToken: token }));
      return;
    } catch (error) {
      await refusal(error, writes, tries);
    }
  }
};

/** Throws what a cancelled transaction means, or waits where the next try may succeed. */
const refusal = async (error: unknown, writes: readonly Write[], tries: number): Promise<void> => {
  if (!(error instanceof TransactionCanceledException)) {
    if (error instanceof Error && error.name === "TransactionInProgressException" && tries < conflictTries)
      return pause(tries);
    return failure(error);
  }
  const reasons = error.CancellationReasons ?? [];
  const refused = reasons.flatMap((reason, i) => {
    const write = writes[i];
    if (reason.Code !== "ConditionalCheckFailed" || !write) return [];
    const problem = write.refused(reason.Item ? (unmarshall(reason.Item) as Item) : undefined);
    if (write.kind === "put" && write.decisive) throw problem;
    return [problem];
  });
  if (refused.length > 0) throw foremost(refused);
  const code = reasons.find((reason) => reason.Code && reason.Code !== "None")?.Code;
  if (code !== "TransactionConflict" && !isThrottle(code)) throw error;
  if (tries >= conflictTries) throw busy(error);
  await pause(tries);
};

/** Of several refusals the one the API looks at first (404, 412, 422, 409); faults of the input are named together. */
const foremost = (refused: readonly Problem[]): Problem => {
  const order = [404, 428, 412, 422, 409];
  const rank = (problem: Problem) => order.indexOf(problems[problem.code].status);
  const [first] = [...refused].sort((a, b) => rank(a) - rank(b));
  const faults = refused
    .filter((problem) => problem.code === "invalid-input")
    .flatMap((problem) => problem.details.faults ?? []);
  return first?.code === "invalid-input" || !first ? invalidInput(faults) : first;
};

/** Full jitter: writers that met do not meet again at once. The pause has no part in any result. */
const pause = (tries: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, Math.random() * Math.min(longestPause, 10 * 2 ** tries)));
