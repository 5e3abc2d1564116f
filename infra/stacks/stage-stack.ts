import { type App, Stack } from "aws-cdk-lib";
import type { Settings } from "../settings.ts";

type Props = { description: string; settings: Settings };

/** Base of all stacks: name, tags and termination protection by stage. */
export class StageStack extends Stack {
  constructor(app: App, id: string, { description, settings: { stage, retainData } }: Props) {
    super(app, id, {
      stackName: `dangbo-${stage}-${id.toLowerCase()}`,
      description: `dangbo (${stage}): ${description}`,
      terminationProtection: retainData,
      tags: { application: "dangbo", stage },
    });
  }
}
