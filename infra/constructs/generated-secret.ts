import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { secretGenerations } from "../settings.ts";

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
