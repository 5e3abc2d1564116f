import { createHash } from "node:crypto";
import { region } from "../account.ts";
import { type AuthorizeAction, ServiceError, startJsonServer } from "../json-server.ts";
import type { LocalServer } from "../listen.ts";
import type { Callers } from "../permissions/permissions.ts";
import { parseBatch, parseSend } from "./send-requests.ts";
import type { WorkQueue } from "./work-queue.ts";

/** Bytes of a request: a batch of the largest messages, every character of which JSON may write as six. */
const bodyLimit = 8_000_000;

/** The URL of a queue by its ARN, as functions are given it. */
export const queueUrlOf = (server: string, arn: string): string => {
  const [account = "", name = ""] = arn.split(":").slice(4);
  return `${server}/${account}/${name}`;
};

/**
 * Serves what the functions ask of SQS, on loopback: sending. Receiving is the pumps' own, as it is Lambda's in AWS.
 * @param queueOf the queue of an ARN, or undefined
 */
export const startQueueServer = (
  queueOf: (arn: string) => WorkQueue | undefined,
  log: (message: string) => void,
  callers?: Callers,
): Promise<LocalServer> => {
  const find = (url: string, permit: AuthorizeAction) => {
    const [account = "", name = ""] = url.split("/").slice(-2);
    const arn = `arn:aws:sqs:${region}:${account}:${name}`;
    // As SQS names it in a refusal; IAM does not look at the case. A batch needs no action of its own.
    permit({ action: "sqs:sendmessage", resource: arn });
    const queue = queueOf(arn);
    if (queue === undefined) throw new ServiceError("QueueDoesNotExist", "The specified queue does not exist.");
    return queue;
  };
  return startJsonServer({
    version: "1.0",
    bodyLimit,
    callers,
    log,
    operations: {
      "AmazonSQS.SendMessage": async (input, permit) => {
        const { url, sending } = parseSend(input);
        const [MessageId] = await find(url, permit).send([sending]);
        return { MessageId, MD5OfMessageBody: md5(sending.body) };
      },
      "AmazonSQS.SendMessageBatch": async (input, permit) => {
        const { url, entries } = parseBatch(input);
        const sent = entries.flatMap((entry) => ("sending" in entry ? [entry] : []));
        const ids = await find(url, permit).send(sent.map(({ sending }) => sending));
        return {
          Successful: sent.map(({ Id, sending }, at) => ({
            Id,
            MessageId: ids[at],
            MD5OfMessageBody: md5(sending.body),
          })),
          Failed: entries.flatMap((entry) => ("refused" in entry ? [entry.refused] : [])),
        };
      },
    },
  });
};

/** By which the SDK knows that a message arrived as it was sent. */
const md5 = (text: string) => createHash("md5").update(text).digest("hex");
