/** Whether a text fits. */
export type Pattern = (text: string) => boolean;

/** Fits any text; the resource of actions that know no smaller one. */
const everything = "*";

/** Parts of an ARN; the last may hold colons of its own. */
const arnParts = 6;

/**
 * An action as policies write it: `*` stands for any characters, `?` for one, and case does not matter.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export const actionPattern = (written: string): Pattern => {
  const form = wild(written, "is");
  return (action) => form.test(action);
};

/**
 * An ARN as policies write it: wildcards stay within the part they stand in.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * @throws Error for what is neither an ARN nor `*`, or holds a policy variable.
 */
export function resourcePattern(written: string): Pattern {
  if (written === everything) return () => true;
  if (!/^arn:/.test(written)) throw new Error(`The resource ${written} is no ARN`);
  if (written.includes("${")) throw new Error(`The policy variable in ${written} is not known here`);
  const forms = partsOf(written).map((part) => wild(part, "s"));
  return (resource) => {
    const parts = partsOf(resource);
    return forms.every((form, at) => form.test(parts[at] ?? ""));
  };
}

function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, arnParts - 1), parts.slice(arnParts - 1).join(":")];
}

function wild(written: string, flags: string): RegExp {
  const escaped = written.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, flags);
}
