import { type App, Stack } from "aws-cdk-lib";
import { isProtected, type Settings } from "../settings.ts";

type Props = { description: string; settings: Settings };

/** Base of all stacks: name, tags and termination protection by stage. */
export class StageStack extends Stack {
  constructor(app: App, id: string, { description, settings }: Props) {
    const { stage } = settings;
    const name = id.toLowerCase();
    super(app, id, {
      stackName: `dangbo-${stage}-${name}`,
      description: `dangbo (${stage}): ${description}`,
      terminationProtection: isProtected(settings, name),
      tags: { application: "dangbo", stage },
    });
  }
}
