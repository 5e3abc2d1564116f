import { ArnFormat, Aws, Duration, RemovalPolicy, type Stack } from "aws-cdk-lib";
import { AnyPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  type CorsRule,
  HttpMethods,
  type LifecycleRule,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { Settings } from "../settings.ts";
import type { ObjectTrigger } from "./triggers.ts";

/** The bucket's name and ARN, known before the bucket is. */
export type PhotoStore = { name: string; arn: string };

/**
 * The bucket names the function it tells of arrivals, and that function's role and variables name the bucket: a name put
 * together here, instead of one made by CloudFormation, is what keeps that from being a cycle.
 */
export const photoStore = (stack: Stack, stage: string): PhotoStore => {
  const name = `dangbo-${stage}-photos-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
  const arn = stack.formatArn({
    service: "s3",
    region: "",
    account: "",
    resource: name,
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });
  return { name, arn };
};

/** URLs to upload and to view live five minutes; storage refuses an older signature whatever its URL says. Milliseconds. */
const oldestSignature = Duration.minutes(5).toMilliseconds();

/** An object key is used once and deleted by version, so an old version is only ever a mistake to be undone. */
const lifecycle: LifecycleRule[] = [
  { id: "cut-off-uploads", abortIncompleteMultipartUploadAfter: Duration.days(1) },
  { id: "deleted-versions", noncurrentVersionExpiration: Duration.days(30), expiredObjectDeleteMarker: true },
];

/** What the page of an allowed origin may do: one PUT, with the headers its upload URL signs. */
const uploadFrom = (origins: readonly string[]): CorsRule => ({
  allowedOrigins: [...origins],
  allowedMethods: [HttpMethods.PUT],
  allowedHeaders: ["content-type", "if-none-match", "x-amz-checksum-sha256"],
  maxAge: Duration.hours(1).toSeconds(),
});

/** The bucket of photos: private, versioned, over TLS only, and telling a function of what arrives. */
export class PhotoBucket extends Bucket {
  constructor(
    scope: Construct,
    id: string,
    { settings, store, trigger }: { settings: Settings; store: PhotoStore; trigger: ObjectTrigger },
  ) {
    const { keepsData, uploadOrigins } = settings;
    super(scope, id, {
      bucketName: store.name,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      lifecycleRules: lifecycle,
      cors: uploadOrigins.length === 0 ? [] : [uploadFrom(uploadOrigins)],
      removalPolicy: keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.addToResourcePolicy(refuseOldSignatures(this));
    this.tell(trigger);
  }

  /** On the L1: the L2's notifications bring a custom resource with a function of its own. */
  private tell(trigger: ObjectTrigger) {
    const bucket = this.node.defaultChild;
    if (!(bucket instanceof CfnBucket)) throw new Error("A bucket without its CfnBucket");
    bucket.notificationConfiguration = trigger.notification;
    // S3 tries the permission when it is given the notification.
    this.node.addDependency(trigger);
  }
}

const refuseOldSignatures = (bucket: Bucket) =>
  new PolicyStatement({
    sid: "RefuseOldSignatures",
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ["s3:PutObject", "s3:GetObject"],
    resources: [bucket.arnForObjects("*")],
    conditions: { NumericGreaterThan: { "s3:signatureAge": oldestSignature } },
  });
