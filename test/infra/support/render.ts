import { fold, type Template } from "./template.ts";

/** Depend on the installation, or have their own tests. */
const omitted = ["Architectures"];

/**
 * Renders a template for review: one paragraph per resource, one line per property, references as `${Name}`, masked hashes.
 * Omits routes, which another test compares with the contract.
 */
export const render = (template: Template): string => {
  const shown = Object.entries(template.Resources).filter(([, { Type }]) => Type !== "AWS::ApiGatewayV2::Route");
  const paragraphs = shown.map(([id, { Type, Properties, Metadata, ...rest }]) => {
    const path = Metadata?.["aws:cdk:path"] ?? id;
    const lines = Object.entries({ ...(Properties ?? {}), ...rest })
      .filter(([name]) => !omitted.includes(name))
      .map(([name, value]) => `  ${name}: ${JSON.stringify(fold(value))}`);
    return [`${path} (${Type})`, ...lines].join("\n");
  });
  const outputs = Object.entries(template.Outputs).map(
    ([name, { Value }]) => `  ${name}: ${JSON.stringify(fold(Value))}`,
  );
  return [template.Description, ...paragraphs.sort(), ["Outputs", ...outputs].join("\n")]
    .join("\n\n")
    .replace(/[0-9a-f]{64}/g, "<hash>")
    .replace(/(\$\{[\w ]+?)[0-9A-F]{8}(?=[.}])/g, "$1");
};
