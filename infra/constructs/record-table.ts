import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { table } from "../../lib/vocabulary/table.ts";
import type { Settings } from "../settings.ts";

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** The one table as `lib/vocabulary/table.ts` states it. */
export class RecordTable extends Table {
  constructor(scope: Construct, id: string, { keepsData }: Settings) {
    super(scope, id, {
      partitionKey: text(table.partitionKey),
      sortKey: text(table.sortKey),
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: table.expiryAttribute,
      stream: StreamViewType[table.stream],
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // DynamoDB's own key: a key of ours would cost a call to KMS on a cold table and guard against nobody the roles don't.
      encryption: TableEncryption.DEFAULT,
      deletionProtection: keepsData,
      removalPolicy: keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
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
