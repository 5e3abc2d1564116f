import { Duration } from "aws-cdk-lib";
import { AnyPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import * as s3 from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { Settings } from "../settings.ts";
import type { PhotoBucketRef } from "./photo-bucket-ref.ts";
import { removalPolicyOf } from "./removal.ts";
import type { ObjectTrigger } from "./triggers.ts";

/** Lifetime of presigned URLs, in milliseconds; S3 denies older signatures even if the URL states a later expiry. */
const maxSignatureAge = Duration.minutes(5).toMilliseconds();

/** Keys are used once and deleted by version, so a noncurrent version is a mistake that can be undone for 30 days. */
const lifecycle: s3.LifecycleRule[] = [
  { id: "incomplete-uploads", abortIncompleteMultipartUploadAfter: Duration.days(1) },
  { id: "noncurrent-versions", noncurrentVersionExpiration: Duration.days(30), expiredObjectDeleteMarker: true },
];

/** Allows the headers that upload URLs sign. */
const uploadFrom = (origins: readonly string[]): s3.CorsRule => ({
  allowedOrigins: [...origins],
  allowedMethods: [s3.HttpMethods.PUT],
  allowedHeaders: ["content-type", "if-none-match", "x-amz-checksum-sha256"],
  maxAge: Duration.hours(1).toSeconds(),
});

/** The bucket of photos: private, versioned, TLS only; notifies the photo processor of uploads. */
export class PhotoBucket extends s3.Bucket {
  constructor(
    scope: Construct,
    id: string,
    { settings, photoBucket, trigger }: { settings: Settings; photoBucket: PhotoBucketRef; trigger: ObjectTrigger },
  ) {
    const { uploadOrigins } = settings;
    super(scope, id, {
      bucketName: photoBucket.name,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      lifecycleRules: lifecycle,
      cors: uploadOrigins.length === 0 ? [] : [uploadFrom(uploadOrigins)],
      removalPolicy: removalPolicyOf(settings),
    });
    this.addToResourcePolicy(denyOldSignatures(this));
    this.notify(trigger);
  }

  /** On the L1 construct: L2 notifications add a custom resource with its own function. */
  private notify(trigger: ObjectTrigger) {
    const bucket = this.node.defaultChild;
    if (!(bucket instanceof s3.CfnBucket)) throw new Error("The bucket has no CfnBucket");
    bucket.notificationConfiguration = trigger.notification;
    // S3 validates the permission when the notification is set.
    this.node.addDependency(trigger);
  }
}

const denyOldSignatures = (bucket: s3.Bucket) =>
  new PolicyStatement({
    sid: "DenyOldSignatures",
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ["s3:PutObject", "s3:GetObject"],
    resources: [bucket.arnForObjects("*")],
    conditions: { NumericGreaterThan: { "s3:signatureAge": maxSignatureAge } },
  });
