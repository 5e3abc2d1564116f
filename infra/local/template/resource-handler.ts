import * as z from "zod/mini";
import { faultsOf } from "../errors.ts";
import type { Machine } from "../local-environment.ts";

/** What the rest of a template may ask of a resource that was made. */
export type Made = { ref: string; attributes?: Readonly<Record<string, string>> };

export type Place = {
  stack: string;
  logicalId: string;
  /** A name that is its own in the whole assembly. */
  name: string;
};

/** One CloudFormation type that exists on this machine. */
export type Kind = {
  /** Properties resolved and handed to `make`. */
  read: readonly string[];
  /** Properties without meaning here, with the reason. */
  onlyInAws: Readonly<Record<string, string>>;
  make(properties: unknown, place: Place, machine: Machine): Promise<Made>;
};

/** Makes a kind out of the schema of its properties; what neither schema nor `onlyInAws` names stops the start. */
export function kind<Shape extends Record<string, z.ZodMiniType>>(
  properties: z.ZodMiniObject<Shape>,
  onlyInAws: Record<string, string>,
  make: (properties: z.infer<z.ZodMiniObject<Shape>>, place: Place, machine: Machine) => Made | Promise<Made>,
): Kind {
  return {
    read: Object.keys(properties.shape),
    onlyInAws,
    make: async (values, place, machine) => {
      const { success, data, error } = z.safeParse(properties, values);
      if (!success) throw new Error(`Its properties are not understood here: ${faultsOf(error)}`);
      return make(data, place, machine);
    },
  };
}
