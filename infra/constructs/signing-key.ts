import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import type { Settings } from "../settings.ts";

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
