import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { table } from "../../lib/vocabulary/table.ts";
import { isProtected, type Settings } from "../settings.ts";
import { removalPolicyOf } from "./removal.ts";

const text = (name: string) => ({ name, type: dynamodb.AttributeType.STRING });

/** The table as `lib/vocabulary/table.ts` defines it. */
export class RecordTable extends dynamodb.Table {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, {
      partitionKey: text(table.partitionKey),
      sortKey: text(table.sortKey),
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: table.expiryAttribute,
      stream: dynamodb.StreamViewType[table.stream],
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // AWS owned key: a customer managed key costs KMS calls and adds no protection to that of the roles.
      encryption: dynamodb.TableEncryption.DEFAULT,
      deletionProtection: isProtected(settings, "data"),
      removalPolicy: removalPolicyOf(settings),
    });
    for (const [indexName, keys] of Object.entries(table.indexes)) {
      this.addGlobalSecondaryIndex({
        indexName,
        partitionKey: text(keys.partitionKey),
        sortKey: text(keys.sortKey),
      });
    }
  }
}
