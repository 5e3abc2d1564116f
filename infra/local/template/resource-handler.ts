import * as z from "zod/mini";
import { describeIssues } from "../errors.ts";
import type { LocalEnvironment } from "../local-environment.ts";

/** What the rest of a template may ask of a resource that was made. */
export type CreatedResource = { ref: string; attributes?: Readonly<Record<string, string>> };

export type ResourceName = {
  stack: string;
  logicalId: string;
  /** A name that is its own in the whole assembly. */
  name: string;
};

/** One CloudFormation type that exists on this machine. */
export type ResourceHandler = {
  /** Properties resolved and handed to `make`. */
  properties: readonly string[];
  /** Properties without meaning here, with the reason. */
  onlyInAws: Readonly<Record<string, string>>;
  create(properties: unknown, place: ResourceName, machine: LocalEnvironment): Promise<CreatedResource>;
};

/** Makes a kind out of the schema of its properties; what neither schema nor `onlyInAws` names stops the start. */
export const resourceHandler = <Shape extends Record<string, z.ZodMiniType>>(
  properties: z.ZodMiniObject<Shape>,
  onlyInAws: Record<string, string>,
  make: (
    properties: z.infer<z.ZodMiniObject<Shape>>,
    place: ResourceName,
    machine: LocalEnvironment,
  ) => CreatedResource | Promise<CreatedResource>,
): ResourceHandler => {
  return {
    properties: Object.keys(properties.shape),
    onlyInAws,
    create: async (values, place, machine) => {
      const { success, data, error } = z.safeParse(properties, values);
      if (!success) throw new Error(`Its properties are not understood here: ${describeIssues(error)}`);
      return make(data, place, machine);
    },
  };
};
