import type * as z from "zod/mini";
import { parseAs } from "../errors.ts";
import type { LocalEnvironment } from "../local-environment.ts";

/** The values of a created resource for `Ref` and `Fn::GetAtt`. */
export type CreatedResource = { ref: string; attributes?: Readonly<Record<string, string>> };

export type ResourceName = {
  stack: string;
  logicalId: string;
  /** A unique name within the assembly. */
  name: string;
};

/** Creates resources of one CloudFormation type on this machine. */
export type ResourceHandler = {
  /** Properties that `create` uses. */
  properties: readonly string[];
  /** Properties without a local effect, with the reason. */
  onlyInAws: Readonly<Record<string, string>>;
  create(properties: unknown, name: ResourceName, environment: LocalEnvironment): Promise<CreatedResource>;
};

/** Defines a handler by the schema of its properties; a property in neither schema nor `onlyInAws` prevents the start. */
export const resourceHandler = <Shape extends Record<string, z.ZodMiniType>>(
  properties: z.ZodMiniObject<Shape>,
  onlyInAws: Record<string, string>,
  create: (
    properties: z.infer<z.ZodMiniObject<Shape>>,
    name: ResourceName,
    environment: LocalEnvironment,
  ) => CreatedResource | Promise<CreatedResource>,
): ResourceHandler => ({
  properties: Object.keys(properties.shape),
  onlyInAws,
  create: async (values, name, environment) =>
    create(parseAs(properties, values, "Unsupported properties"), name, environment),
});
