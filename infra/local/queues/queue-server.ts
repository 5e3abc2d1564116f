import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { region } from "../account.ts";
import { lineageOf } from "../functions/lineage.ts";
import { type AuthorizeAction, ServiceError, startJsonServer } from "../json-server.ts";
import type { LocalServer } from "../listen.ts";
import type { Callers } from "../permissions/caller.ts";
import { parseBatch, parseSend } from "./send-requests.ts";
import type { WorkQueue } from "./work-queue.ts";

/** Bytes of a request: a batch of the largest messages, with up to six bytes for a character in JSON. */
const bodyLimit = 8_000_000;

/** The URL of a queue by its ARN, as functions use it. */
export const queueUrlOf = (server: string, arn: string): string => {
  const [account = "", name = ""] = arn.split(":").slice(4);
  return `${server}/${account}/${name}`;
};

/**
 * Serves the SQS operations that functions call, on loopback: sending. The pollers receive, as Lambda does in AWS.
 * @param queueOf returns the queue of an ARN, or undefined
 */
export const startQueueServer = (
  queueOf: (arn: string) => WorkQueue | undefined,
  log: (message: string) => void,
  callers?: Callers,
): Promise<LocalServer> => {
  const find = (url: string, authorize: AuthorizeAction) => {
    const [account = "", name = ""] = url.split("/").slice(-2);
    const arn = `arn:aws:sqs:${region}:${account}:${name}`;
    // SQS writes the action so in its errors; IAM ignores the case. A batch needs no action of its own.
    authorize({ action: "sqs:sendmessage", resource: arn });
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
      "AmazonSQS.SendMessage": async (input, authorize, headers) => {
        const { url, message } = parseSend(input);
        const [MessageId] = await find(url, authorize).send([{ ...message, lineage: lineageIn(headers) }]);
        return { MessageId, MD5OfMessageBody: md5(message.body) };
      },
      "AmazonSQS.SendMessageBatch": async (input, authorize, headers) => {
        const { url, entries } = parseBatch(input);
        const sent = entries.flatMap((entry) => ("message" in entry ? [entry] : []));
        const ids = await find(url, authorize).send(
          sent.map(({ message }) => ({ ...message, lineage: lineageIn(headers) })),
        );
        return {
          Successful: sent.map(({ Id, message }, at) => ({
            Id,
            MessageId: ids[at],
            MD5OfMessageBody: md5(message.body),
          })),
          Failed: entries.flatMap((entry) => ("failed" in entry ? [entry.failed] : [])),
        };
      },
    },
  });
};

const lineageIn = (headers: IncomingHttpHeaders) => lineageOf(String(headers["x-amzn-trace-id"]));

/** The SDK compares this digest with that of the message it has sent. */
const md5 = (text: string) => createHash("md5").update(text).digest("hex");
