import * as z from "zod/mini";
import { kind } from "../template/kind.ts";

export const eventBus = kind(
  z.object({ Name: z.string() }),
  { Description: "words", Tags: "labels" },
  ({ Name }, _, machine) => {
    const arn = machine.buses.keep(Name);
    return { ref: Name, attributes: { Arn: arn, Name } };
  },
);
