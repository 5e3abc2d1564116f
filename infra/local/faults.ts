import type { core } from "zod/mini";

/** Where data is not as its schema says, and how: `Resources.Table.UpdatePolicy: unrecognized_keys`. */
export const faultsOf = ({ issues }: core.$ZodError): string =>
  issues
    .map((issue) => {
      const { code, path } = issue;
      const more =
        code === "unrecognized_keys" ? issue.keys.join(", ") : code === "invalid_value" ? issue.values.join("|") : "";
      return `${path.join(".")}: ${code.replaceAll("_", " ")}${more && ` ${more}`}`;
    })
    .join("; ");
