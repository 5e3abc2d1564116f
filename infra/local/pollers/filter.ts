/** Whether a record matches. */
export type Filter = (record: unknown) => boolean;

type Rule = (value: unknown) => boolean;

/**
 * Parses the filter pattern of an event source mapping: nested objects with lists of rules, one of which must match.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
 * @throws Error with an unsupported rule.
 */
export const parsePattern = (pattern: string): Filter => parseNode(JSON.parse(pattern));

const parseNode = (node: unknown): Filter => {
  if (Array.isArray(node)) {
    const rules = node.map(parseRule);
    return (value) => rules.some((rule) => rule(value));
  }
  if (typeof node !== "object" || node === null)
    throw new Error(`A filter needs a list of rules, not ${JSON.stringify(node)}`);
  const parts = Object.entries(node).map(([name, inner]) => [name, parseNode(inner)] as const);
  return (value) => parts.every(([name, inner]) => inner(isRecord(value) ? value[name] : undefined));
};

const parseRule = (rule: unknown): Rule => {
  if (rule === null || typeof rule !== "object") return (value) => value === rule;
  const [entry, ...others] = Object.entries(rule);
  if (entry === undefined || others.length > 0)
    throw new Error(`The filter rule ${JSON.stringify(rule)} is not supported`);
  const [name, operand] = entry;
  if (name === "prefix" && typeof operand === "string")
    return (value) => typeof value === "string" && value.startsWith(operand);
  if (name === "exists" && typeof operand === "boolean") return (value) => (value !== undefined) === operand;
  if (name === "anything-but" && Array.isArray(operand))
    return (value) => value !== undefined && !operand.includes(value);
  throw new Error(`The filter rule ${JSON.stringify(rule)} is not supported`);
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
