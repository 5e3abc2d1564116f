/** What the emulator cannot do or does otherwise than AWS, and what the trial does about it. The trial prints their number. */
export const limits: readonly { limit: string; instead: string }[] = [
  {
    limit: "Requests to it are not encrypted, which the policies of buckets and queues require",
    instead: "its evaluation of policies takes them as encrypted",
  },
  {
    limit: "Its own paths /health and /oauth2/token hide those of an API with a host name",
    instead: "callers use the form of the path that names the API",
  },
  {
    limit: "Its IAM does not know the condition key kms:SigningAlgorithm",
    instead: "the role of the token function gets a policy without the condition",
  },
  {
    limit: "Its IAM checks SendMessageBatch as an action of its own, which on AWS needs sqs:SendMessage",
    instead: "the roles of the functions that send messages get a policy for it",
  },
  {
    limit: "Its Secrets Manager ignores ExcludePunctuation",
    instead: "the secret is sent percent-encoded (RFC 6749 §2.3.1), as callers should send any",
  },
  {
    limit: "It deletes buckets that contain objects",
    instead: "docs/deploy.md describes that a bucket must be emptied first",
  },
  {
    limit: "It lists exports of a table without writing them",
    instead: "the items are read and written in the format of an export",
  },
  {
    limit: "It knows no budgets, and therefore not the stage production",
    instead: "the stage of the trial has no monitoring",
  },
  {
    limit: "CloudFront, alarms and X-Ray are stored, not run",
    instead: "the public pages are read through the API",
  },
];

/** Policies that only the emulator needs, by a part of the name of the role. */
export const additionalPolicies: readonly { role: string; action: string }[] = [
  { role: "TokenRole", action: "kms:Sign" },
  { role: "StreamProcessorRole", action: "sqs:SendMessageBatch" },
  { role: "WebhookDeliveryRole", action: "sqs:SendMessageBatch" },
  { role: "ErasureProcessorRole", action: "sqs:SendMessageBatch" },
];
