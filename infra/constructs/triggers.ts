import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { table as contract } from "../../lib/contract/table.ts";
import type { ContractFunction } from "./contract-function.ts";
import { readStream, sendTo } from "./permissions.ts";
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
