import { type App, CfnOutput, Stack } from "aws-cdk-lib";
import { stackNameOf } from "../names.ts";
import { isProtected, type Settings } from "../settings.ts";

type Props = { description: string; settings: Settings };

/** A domain of one's own, and the name that its DNS record points to. */
export type ServedDomain = { name: string; target: string };

/** Base of all stacks: name, tags and termination protection by stage. */
export class StageStack extends Stack {
  constructor(app: App, id: string, { description, settings }: Props) {
    const { stage } = settings;
    const name = id.toLowerCase();
    super(app, id, {
      stackName: stackNameOf(stage, name),
      description: `dangbo (${stage}): ${description}`,
      terminationProtection: isProtected(settings, name),
      tags: { application: "dangbo", stage },
    });
  }

  /** Outputs that the next deployment compares with its settings, and that the operator enters in DNS. */
  protected describeDomain(part: "Api" | "Issuer" | "Pages", domain: ServedDomain | undefined) {
    if (domain === undefined) return;
    new CfnOutput(this, `${part}Domain`, { value: domain.name });
    new CfnOutput(this, `${part}DomainTarget`, { value: domain.target });
  }
}
