import { type App, Stack } from "aws-cdk-lib";
import type { Settings } from "../settings.ts";

/** Base of all stacks: name, tags and termination protection by stage. */
export class StageStack extends Stack {
  constructor(app: App, part: string, about: string, { stage, retainData }: Settings) {
    super(app, part, {
      stackName: `dangbo-${stage}-${part.toLowerCase()}`,
      description: `dangbo (${stage}): ${about}`,
      terminationProtection: retainData,
      tags: { application: "dangbo", stage },
    });
  }
}
