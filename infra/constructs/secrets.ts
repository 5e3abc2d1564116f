import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { type Settings, secretGenerations } from "../settings.ts";

/**
 * A secret nobody chose: 64 letters and digits, 381 bits. CloudFormation reads it again only when what it goes into
 * changes, so a secret is changed by making another of the next generation.
 */
export class GeneratedSecret extends Secret {
  constructor(scope: Construct, id: keyof typeof secretGenerations, description: string) {
    super(scope, `${id}${secretGenerations[id]}`, {
      description,
      generateSecretString: { passwordLength: 64, excludePunctuation: true, includeSpace: false },
    });
  }

  /** What CloudFormation replaces by the value while it deploys: the template itself never holds it. */
  get reference(): string {
    return this.secretValue.unsafeUnwrap();
  }
}

/**
 * The secret of the first client. On one machine it is known and in plain text, as the first call has to be possible
 * without a look-up; the local runtime refuses the default one when it listens anywhere but on loopback.
 */
export const adminSecret = (scope: Construct, settings: Settings): string =>
  settings.adminSecret ??
  new GeneratedSecret(scope, "AdminClientSecret", "Secret of the first client of dangbo, admin").reference;

/** The key that signs tokens. RSA, since API Gateway's JWT authorizer knows no other; its private half never leaves KMS. */
export class SigningKey extends Key {
  constructor(scope: Construct, id: string, { keepsData }: Settings) {
    super(scope, id, {
      description: "Signs access tokens of dangbo (RS256)",
      keySpec: KeySpec.RSA_2048,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      // The shortest KMS allows.
      pendingWindow: keepsData ? Duration.days(30) : Duration.days(7),
    });
  }
}
