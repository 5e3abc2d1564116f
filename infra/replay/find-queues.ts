import type { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { findResources } from "../stage/find-resources.ts";

/** A queue by the name it has in its stack. */
export type NamedQueue = { name: string; url: string };

/** Every queue of a stage. */
export async function findQueues(cloudformation: CloudFormationClient, stage: string): Promise<NamedQueue[]> {
  const resources = await findResources(cloudformation, stage, ["photos", "api"]);
  return resources.filter(({ type }) => type === "AWS::SQS::Queue").map(({ name, id }) => ({ name, url: id }));
}
