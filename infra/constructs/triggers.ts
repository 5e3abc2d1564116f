import { Aws, Duration } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import * as lambda from "aws-cdk-lib/aws-lambda";
import type { CfnBucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { uploadsPrefix } from "../../lib/contract/environment.ts";
import { table as contract } from "../../lib/vocabulary/table.ts";
import type { ContractFunction } from "./contract-function.ts";
import { sendStatements, streamStatements } from "./permissions.ts";
import type { PhotoBucketRef } from "./photo-bucket-ref.ts";
import type { DeadLetterQueue } from "./queues.ts";

type StreamTriggerProps = {
  table: Table;
  target: ContractFunction;
  /** Prefixes of the sort keys to process. */
  keyPrefixes: readonly string[];
  event?: "REMOVE";
  onFailure: DeadLetterQueue;
};

/** Each retry halves the batch: ten isolate one bad record of a hundred and still try it three times. */
const retryAttempts = 10;

/** Invokes a function with changes from the table stream, in order per item. */
export class StreamTrigger extends Construct {
  constructor(scope: Construct, id: string, { table, target, keyPrefixes, event, onFailure }: StreamTriggerProps) {
    super(scope, id);
    const eventSourceArn = table.tableStreamArn;
    if (eventSourceArn === undefined) throw new Error("The table has no stream");
    for (const statement of [...streamStatements(eventSourceArn), ...sendStatements([onFailure.queueArn])])
      target.addToRolePolicy(statement);
    const mapping = new lambda.EventSourceMapping(this, "Mapping", {
      target,
      eventSourceArn,
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts,
      // SqsDestination would also grant sqs:GetQueueAttributes and sqs:GetQueueUrl.
      onFailure: { bind: () => ({ destination: onFailure.queueArn }) },
      filters: [
        lambda.FilterCriteria.filter({
          ...(event ? { eventName: lambda.FilterRule.isEqual(event) } : {}),
          dynamodb: {
            Keys: { [contract.sortKey]: { S: keyPrefixes.flatMap((prefix) => lambda.FilterRule.beginsWith(prefix)) } },
          },
        }),
      ],
    });
    // Lambda checks its permission to read the stream when the mapping is created.
    mapping.node.addDependency(target.role ?? target);
  }
}

type ObjectTriggerProps = { target: lambda.Function; photoBucket: PhotoBucketRef; onFailure: DeadLetterQueue };

/** Invokes a function for every object created under the uploads prefix. */
export class ObjectTrigger extends Construct {
  readonly notification: CfnBucket.NotificationConfigurationProperty;

  constructor(scope: Construct, id: string, { target, photoBucket, onFailure }: ObjectTriggerProps) {
    super(scope, id);
    new lambda.CfnPermission(this, "Permission", {
      action: "lambda:InvokeFunction",
      functionName: target.functionArn,
      principal: "s3.amazonaws.com",
      sourceArn: photoBucket.arn,
      // A bucket ARN names no account: without this, the next owner of a deleted bucket's name could invoke the function.
      sourceAccount: Aws.ACCOUNT_ID,
    });
    for (const statement of sendStatements([onFailure.queueArn])) target.addToRolePolicy(statement);
    target.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      // SqsDestination would also grant sqs:GetQueueAttributes and sqs:GetQueueUrl.
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
