import { Duration } from "aws-cdk-lib";
import { EventSourceMapping, type Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Variable } from "../../lib/contract/environment.ts";
import { type FunctionName, functions } from "../../lib/contract/functions.ts";
import { type QueueName, queues } from "../../lib/contract/queues.ts";
import { dlqId, queueId } from "../names.ts";
import { receiveStatement } from "./permissions.ts";

const queueProps = {
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  // The maximum of SQS.
  retentionPeriod: Duration.days(14),
};

/** Takes the events and messages that a function failed to process. */
export class DeadLetterQueue extends Queue {
  readonly contractName: FunctionName;

  constructor(scope: Construct, name: FunctionName) {
    super(scope, dlqId(name), queueProps);
    this.contractName = name;
  }
}

const maxReceiveCount = 5;
/** Visibility timeout in function timeouts, as AWS recommends, which leaves room for throttled retries.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const visibilityInTimeouts = 6;

/** A queue of `lib/contract/queues.ts` with its dead-letter queue. */
export class FunctionQueue extends Queue {
  readonly contractName: QueueName;

  constructor(scope: Construct, name: QueueName) {
    super(scope, queueId(name), {
      ...queueProps,
      visibilityTimeout: Duration.seconds(visibilityInTimeouts * functions[name].timeout),
      deadLetterQueue: { queue: new DeadLetterQueue(scope, name), maxReceiveCount },
    });
    this.contractName = name;
  }

  /** Invokes a function with the messages. */
  trigger(target: LambdaFunction) {
    const { batchSize, concurrency: maxConcurrency } = queues[this.contractName];
    target.addToRolePolicy(receiveStatement(this.queueArn));
    const mapping = new EventSourceMapping(this, "Mapping", {
      target,
      eventSourceArn: this.queueArn,
      batchSize,
      maxConcurrency,
      reportBatchItemFailures: true,
    });
    // Lambda checks its permission to read the queue when the mapping is created.
    mapping.node.addDependency(target.role ?? target);
  }
}

export type FunctionQueues = Readonly<Record<QueueName, FunctionQueue>>;

const names = Object.keys(queues) as QueueName[];

export const createFunctionQueues = (scope: Construct): FunctionQueues =>
  Object.fromEntries(names.map((name) => [name, new FunctionQueue(scope, name)])) as FunctionQueues;

/** Values of the variables that hold the URLs of the queues. */
export const queueUrls = (workQueues: FunctionQueues): Partial<Record<Variable, string>> =>
  Object.fromEntries(names.map((name) => [queues[name].variable, workQueues[name].queueUrl]));
