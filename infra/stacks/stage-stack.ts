import { type App, Stack } from "aws-cdk-lib";
import type { Settings } from "../settings.ts";

/** A stack of one stage: named after both, in whatever account and region it is deployed to. */
export class StageStack extends Stack {
  constructor(app: App, part: string, about: string, { stage, keepsData }: Settings) {
    super(app, part, {
      stackName: `dangbo-${stage}-${part.toLowerCase()}`,
      description: `dangbo (${stage}): ${about}`,
      terminationProtection: keepsData,
      tags: { application: "dangbo", stage },
    });
  }
}
