import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { privateFolder, replaceFile } from "../local/files.ts";
import { fileNameOf, newMessageName } from "../local/queues/message-file.ts";
import { replayFolder } from "../local/queues/queue-folder.ts";
import { dlqId, queueId } from "../names.ts";
import { findQueues } from "../stage-resources.ts";

/** What the function that erases is told: look through the register. */
export const eraseRegisteredMessage = JSON.stringify({ again: true });

/**
 * Has the service of a state folder look through its register of erasures, now if it runs, else as it starts: the message is
 * laid down as a dead letter that is to be handled again.
 * @throws Error where no service has run on the folder yet
 */
export const requestLocalErasures = (state: string): void => {
  const queues = join(state, "queues");
  const name = existsSync(queues)
    ? readdirSync(queues).find((each) => each.includes(dlqId("erasureProcessor")))
    : undefined;
  if (name === undefined) throw new Error(`No service has run on ${state}`);
  const again = join(queues, name, replayFolder);
  mkdirSync(again, { recursive: true, mode: privateFolder });
  replaceFile(join(again, fileNameOf(newMessageName(Date.now()))), eraseRegisteredMessage);
};

/** Has a stage on AWS look through its register of erasures, by the credentials and region of the environment. */
export const requestStageErasures = async (stage: string): Promise<void> => {
  const queues = await findQueues(new CloudFormationClient(), stage);
  const queue = queues.find(({ name }) => name.startsWith(queueId("erasureProcessor")));
  if (queue === undefined) throw new Error(`The stage ${stage} has no queue of erasures`);
  await new SQSClient().send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: eraseRegisteredMessage }));
};
