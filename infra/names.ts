import type { FunctionName } from "../lib/contract/functions.ts";
import type { QueueName } from "../lib/contract/queues.ts";

/** Names of the stacks of a stage without its prefix, in the order of deployment. */
export const stackNames = ["data", "photos", "issuer", "api", "monitoring"] as const;

export const stackNameOf = (stage: string, name: string) => `dangbo-${stage}-${name}`;

/** Construct id of a name of the contract: `dataSubjects` becomes `DataSubjects`. */
export const toConstructId = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Folder of a function below `functions`: `dataSubjects` becomes `data-subjects`. */
export const toKebabCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export const queueId = (name: QueueName) => `${toConstructId(name)}Queue`;

/** Construct id of the queue that takes the events a function failed to process. */
export const dlqId = (name: FunctionName) => `${toConstructId(name)}Dlq`;
