/** What a request says of itself beside its action and resource, by condition key. */
export type Context = Readonly<Record<string, string>>;

/** Whether a statement's conditions hold for a request. */
export type Condition = (context: Context) => boolean;

type Operator = (given: string, wanted: string) => boolean;

/**
 * The operators known here; a key that a request lacks makes each of them false.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const operators: Readonly<Record<string, Operator>> = {
  StringEquals: (given, wanted) => given === wanted,
  Bool: (given, wanted) => given.toLowerCase() === wanted.toLowerCase(),
  NumericGreaterThan: (given, wanted) => Number(given) > Number(wanted),
  NumericLessThan: (given, wanted) => Number(given) < Number(wanted),
};

/** The keys that are given with the requests they belong to; any other would never hold. */
const keys = ["aws:SecureTransport", "kms:SigningAlgorithm", "s3:signatureAge", "s3:TlsVersion"];

/** As a template writes them: values by key by operator. */
export type WrittenConditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Reads the conditions of a statement: all operators and keys must hold, of several values any one.
 * @throws Error with the name of an operator or a key that is not known here.
 */
export function conditionOf(written: WrittenConditions): Condition | undefined {
  const all = Object.entries(written).flatMap(([name, wanted]) => {
    const operator = operators[name];
    if (operator === undefined) throw new Error(`The condition operator ${name} is not known here`);
    return Object.entries(wanted).map(([key, value]) => holds(operator, key, [value].flat().map(String)));
  });
  return all.length === 0 ? undefined : (context) => all.every((each) => each(context));
}

function holds(operator: Operator, key: string, wanted: readonly string[]): Condition {
  if (!keys.includes(key)) throw new Error(`The condition key ${key} is not known here`);
  return (context) => {
    const given = context[key];
    return given !== undefined && wanted.some((value) => operator(given, value));
  };
}
