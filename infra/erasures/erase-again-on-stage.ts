import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { findQueues } from "../replay/find-queues.ts";
import { eraseAgainMessage } from "./erase-again-here.ts";

/** Has a stage on AWS look through its register of erasures, by the credentials and region of the environment. */
export async function eraseAgainOnStage(stage: string): Promise<void> {
  const queues = await findQueues(new CloudFormationClient(), stage);
  const queue = queues.find(({ name }) => name.startsWith("ErasuresQueue"));
  if (queue === undefined) throw new Error(`The stage ${stage} has no queue of erasures`);
  await new SQSClient().send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: eraseAgainMessage }));
}
