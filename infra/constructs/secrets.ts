import { Duration } from "aws-cdk-lib";
import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { type Settings, secretGenerations } from "../settings.ts";
import { removalPolicyOf } from "./removal.ts";

/**
 * A generated secret of 64 letters and digits (381 bits). CloudFormation resolves the reference again only when the
 * resource that uses it changes, so rotation creates a new secret (`secretGenerations`).
 */
export class GeneratedSecret extends Secret {
  constructor(scope: Construct, id: keyof typeof secretGenerations, description: string) {
    super(scope, `${id}${secretGenerations[id]}`, {
      description,
      generateSecretString: { passwordLength: 64, excludePunctuation: true, includeSpace: false },
    });
  }

  /** Dynamic reference that CloudFormation resolves during deployment; the template does not contain the value. */
  get reference(): string {
    return this.secretValue.unsafeUnwrap();
  }
}

/**
 * The secret of the first client. In the stage `local` it is a known plain text, so that the first call needs no look-up;
 * the local runtime rejects the default when it listens on other addresses than loopback.
 */
export const adminSecret = (scope: Construct, settings: Settings): string =>
  settings.adminSecret ??
  new GeneratedSecret(scope, "AdminClientSecret", "Secret of the first client of dangbo, admin").reference;

/** Signs access tokens. RSA, the only algorithm of API Gateway's JWT authorizer. */
export class TokenSigningKey extends Key {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, {
      description: "Signs access tokens of dangbo (RS256)",
      keySpec: KeySpec.RSA_2048,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: removalPolicyOf(settings),
      // The shortest KMS allows.
      pendingWindow: settings.retainData ? Duration.days(30) : Duration.days(7),
    });
  }
}
