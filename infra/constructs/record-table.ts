import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { table } from "../../lib/vocabulary/table.ts";
import type { Settings } from "../settings.ts";

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** The table as `lib/vocabulary/table.ts` defines it. */
export class RecordTable extends Table {
  constructor(scope: Construct, id: string, { retainData }: Settings) {
    super(scope, id, {
      partitionKey: text(table.partitionKey),
      sortKey: text(table.sortKey),
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: table.expiryAttribute,
      stream: StreamViewType[table.stream],
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // AWS owned key: a customer managed key costs KMS calls and adds no protection to that of the roles.
      encryption: TableEncryption.DEFAULT,
      deletionProtection: retainData,
      removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
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
