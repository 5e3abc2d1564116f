import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { privateFolder, replaceFile } from "./local/files.ts";
import { fileNameOf, newMessageName } from "./local/queues/message-file.ts";
import { replayFolder } from "./local/queues/queue-folder.ts";
import { dlqId, queueId } from "./names.ts";
import { findQueues } from "./stage-resources.ts";

/** Makes the erasure processor apply the register of erasures. */
const eraseRegisteredMessage = JSON.stringify({ again: true });

/**
 * Applies the register of erasures of a state folder: writes a dead letter to be replayed by the running service, or by the
 * next one.
 * @throws Error if no service has used the folder yet
 */
export const requestLocalErasures = (state: string): void => {
  const queues = join(state, "queues");
  const name = existsSync(queues)
    ? readdirSync(queues).find((each) => each.includes(dlqId("erasureProcessor")))
    : undefined;
  if (name === undefined) throw new Error(`${state} contains no queues of a service`);
  const folder = join(queues, name, replayFolder);
  mkdirSync(folder, { recursive: true, mode: privateFolder });
  replaceFile(join(folder, fileNameOf(newMessageName(Date.now()))), eraseRegisteredMessage);
};

/** Applies the register of erasures of a stage on AWS, with the credentials and region of the environment. */
export const requestStageErasures = async (stage: string): Promise<void> => {
  const queues = await findQueues(new CloudFormationClient(), stage);
  const queue = queues.find(({ name }) => name.startsWith(queueId("erasureProcessor")));
  if (queue === undefined) throw new Error(`The stage ${stage} has no ${queueId("erasureProcessor")}`);
  await new SQSClient().send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: eraseRegisteredMessage }));
};
