import { Duration } from "aws-cdk-lib";
import { EventSourceMapping, type Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Variable } from "../../lib/contract/environment.ts";
import { functions } from "../../lib/contract/functions.ts";
import { type QueueName, queues } from "../../lib/contract/queues.ts";
import { toConstructId } from "../names.ts";
import { receiveFrom } from "./permissions.ts";

/** Where a trigger puts what it gave up on, for the operator to look at: 14 days, the longest SQS keeps anything. */
export class FailureQueue extends Queue {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
  }
}

/** Times the worker may take a message before it is a dead letter. */
const maxReceiveCount = 5;
/** What AWS advises: whoever is throttled may try for as long as five more runs.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const runsHidden = 6;

/** A queue of the contract: its messages start its worker, and those that are never done end among its dead letters. */
export class WorkQueue extends Queue {
  readonly contractName: QueueName;

  constructor(scope: Construct, name: QueueName) {
    super(scope, `${toConstructId(name)}Queue`, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(runsHidden * functions[queues[name].worker].timeout),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: new FailureQueue(scope, `${toConstructId(name)}Dlq`), maxReceiveCount },
    });
    this.contractName = name;
  }

  /** Lets its messages start the worker. */
  start(worker: LambdaFunction) {
    const { batchSize, concurrency: maxConcurrency } = queues[this.contractName];
    worker.addToRolePolicy(receiveFrom(this.queueArn));
    const mapping = new EventSourceMapping(this, "Mapping", {
      target: worker,
      eventSourceArn: this.queueArn,
      batchSize,
      maxConcurrency,
      reportBatchItemFailures: true,
    });
    // Lambda tries to read the queue when the mapping is made.
    mapping.node.addDependency(worker.role ?? worker);
  }
}

export type WorkQueues = Readonly<Record<QueueName, WorkQueue>>;

const names = Object.keys(queues) as QueueName[];

/** Every queue of the contract. */
export const workQueues = (scope: Construct): WorkQueues =>
  Object.fromEntries(names.map((name) => [name, new WorkQueue(scope, name)])) as WorkQueues;

/** Where they are, by the variables that tell it. */
export const queueUrls = (made: WorkQueues): Partial<Record<Variable, string>> =>
  Object.fromEntries(names.map((name) => [queues[name].variable, made[name].queueUrl]));
