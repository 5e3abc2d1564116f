import { Aws, Duration } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import {
  CfnPermission,
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type Function as LambdaFunction,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import type { CfnBucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { uploadsPrefix } from "../../lib/contract/environment.ts";
import { table as contract } from "../../lib/vocabulary/table.ts";
import type { ContractFunction } from "./contract-function.ts";
import { readStream, sendTo } from "./permissions.ts";
import type { PhotoStore } from "./photo-bucket.ts";
import type { FailureQueue } from "./queues.ts";

type StreamTriggerProps = {
  table: Table;
  target: ContractFunction;
  /** Only items whose sort key begins with one of them. */
  keyPrefixes: readonly string[];
  /** Only changes of this kind. */
  event?: "REMOVE";
  onFailure: FailureQueue;
};

/** With a halved batch at every try, ten are enough to single out one bad record among a hundred and still try it thrice. */
const retryAttempts = 10;

/** Feeds a function with the changes of some of the table's items, in order for each item. */
export class StreamTrigger extends Construct {
  constructor(scope: Construct, id: string, { table, target, keyPrefixes, event, onFailure }: StreamTriggerProps) {
    super(scope, id);
    const eventSourceArn = table.tableStreamArn;
    if (eventSourceArn === undefined) throw new Error("The table has no stream");
    for (const statement of [...readStream(eventSourceArn), ...sendTo([onFailure.queueArn])])
      target.addToRolePolicy(statement);
    const mapping = new EventSourceMapping(this, "Mapping", {
      target,
      eventSourceArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts,
      // CDK's own destination would also let the function look at the queue, which it never does.
      onFailure: { bind: () => ({ destination: onFailure.queueArn }) },
      filters: [
        FilterCriteria.filter({
          ...(event ? { eventName: FilterRule.isEqual(event) } : {}),
          dynamodb: {
            Keys: { [contract.sortKey]: { S: keyPrefixes.flatMap((prefix) => FilterRule.beginsWith(prefix)) } },
          },
        }),
      ],
    });
    // Lambda tries to read the stream when the mapping is made.
    mapping.node.addDependency(target.role ?? target);
  }
}

type ObjectTriggerProps = { target: LambdaFunction; store: PhotoStore; onFailure: FailureQueue };

/** Starts a function for every object that arrives among the uploads. */
export class ObjectTrigger extends Construct {
  readonly notification: CfnBucket.NotificationConfigurationProperty;

  constructor(scope: Construct, id: string, { target, store, onFailure }: ObjectTriggerProps) {
    super(scope, id);
    new CfnPermission(this, "Permission", {
      action: "lambda:InvokeFunction",
      functionName: target.functionArn,
      principal: "s3.amazonaws.com",
      sourceArn: store.arn,
      // A bucket's ARN names no account: without this, whoever took the name of a deleted bucket could call.
      sourceAccount: Aws.ACCOUNT_ID,
    });
    for (const statement of sendTo([onFailure.queueArn])) target.addToRolePolicy(statement);
    target.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      // CDK's own destination would also let the function look at the queue, which it never does.
      onFailure: { bind: () => ({ destination: onFailure.queueArn }) },
    });
    this.notification = {
      lambdaConfigurations: [
        {
          event: "s3:ObjectCreated:*",
          function: target.functionArn,
          filter: { s3Key: { rules: [{ name: "prefix", value: uploadsPrefix }] } },
        },
      ],
    };
  }
}
