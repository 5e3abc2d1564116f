import { type App, CfnOutput } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { renditionsPrefix, uploadsPrefix } from "../../lib/contract/environment.ts";
import { type FunctionName, functions } from "../../lib/contract/functions.ts";
import type { Bundles } from "../bundle.ts";
import { ContractFunction } from "../constructs/contract-function.ts";
import { PhotoBucket } from "../constructs/photo-bucket.ts";
import { type PhotoBucketRef, photoBucketRef } from "../constructs/photo-bucket-ref.ts";
import { DeadLetterQueue } from "../constructs/queues.ts";
import { ObjectTrigger, StreamTrigger } from "../constructs/triggers.ts";
import type { Settings } from "../settings.ts";
import { StageStack } from "./stage-stack.ts";

type Props = { settings: Settings; bundles: Bundles; table: Table };

/** The bucket of photos, the function that processes uploads, and the one that deletes objects of deleted photos. */
export class PhotosStack extends StageStack {
  readonly photoBucket: PhotoBucketRef;

  constructor(app: App, { settings, bundles, table }: Props) {
    super(app, "Photos", { description: "the bucket of photos and its functions", settings });
    const photoBucket = photoBucketRef(this, settings.stage);
    this.photoBucket = photoBucket;
    const values = {
      TABLE_NAME: table.tableName,
      BUCKET_NAME: photoBucket.name,
      UPLOADS_PREFIX: uploadsPrefix,
      RENDITIONS_PREFIX: renditionsPrefix,
    };
    const make = (name: FunctionName) =>
      new ContractFunction(this, name, { settings, bundles, table, photoBucket, values });
    const trigger = new ObjectTrigger(this, "PhotoProcessorTrigger", {
      target: make("photoProcessor"),
      photoBucket,
      onFailure: new DeadLetterQueue(this, "photoProcessor"),
    });
    const bucket = new PhotoBucket(this, "Bucket", { settings, photoBucket, trigger });
    const { streamKeyPrefixes: keyPrefixes, streamEvent: event } = functions.objectCleanup;
    new StreamTrigger(this, "ObjectCleanupTrigger", {
      table,
      target: make("objectCleanup"),
      keyPrefixes,
      event,
      onFailure: new DeadLetterQueue(this, "objectCleanup"),
    });
    new CfnOutput(this, "BucketName", { value: bucket.bucketName });
  }
}
