import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";

/** A secret nobody chose: 64 letters and digits, 381 bits. */
export class GeneratedSecret extends Secret {
  constructor(scope: Construct, id: string, description: string) {
    super(scope, id, {
      description,
      generateSecretString: { passwordLength: 64, excludePunctuation: true, includeSpace: false },
    });
  }

  /** What CloudFormation replaces by the value while it deploys: the template itself never holds it. */
  get reference(): string {
    return this.secretValue.unsafeUnwrap();
  }
}
