import { setTimeout as wait } from "node:timers/promises";
import {
  DescribeExportCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ExportTableToPointInTimeCommand,
} from "@aws-sdk/client-dynamodb";

export type ExportRequest = {
  tableName: string;
  /** The bucket that DynamoDB writes the export to, and where in it. */
  bucket: string;
  prefix: string;
  /** A second of the last 35 days; now by default. */
  at?: Date | undefined;
};

/** Milliseconds between looks at an export under way: it takes minutes at least. */
const look = 10_000;

/**
 * Has DynamoDB export a table as it was at one second, and waits for it.
 * @returns the key of the export's summary
 */
export async function requestExport(
  dynamodb: Pick<DynamoDBClient, "send">,
  { tableName, bucket, prefix, at }: ExportRequest,
  pause: (milliseconds: number) => Promise<unknown> = wait,
): Promise<string> {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: tableName }));
  const command = new ExportTableToPointInTimeCommand({
    TableArn: Table?.TableArn,
    S3Bucket: bucket,
    S3Prefix: prefix,
    ExportFormat: "DYNAMODB_JSON",
    ExportType: "FULL_EXPORT",
    ...(at === undefined ? {} : { ExportTime: at }),
  });
  const { ExportDescription: begun } = await dynamodb.send(command);
  for (;;) {
    const asked = new DescribeExportCommand({ ExportArn: begun?.ExportArn });
    const { ExportDescription: now } = await dynamodb.send(asked);
    if (now?.ExportStatus === "COMPLETED" && now.ExportManifest !== undefined) return now.ExportManifest;
    if (now?.ExportStatus !== "IN_PROGRESS")
      throw new Error(`The export ended as ${now?.ExportStatus}: ${now?.FailureMessage}`);
    await pause(look);
  }
}
