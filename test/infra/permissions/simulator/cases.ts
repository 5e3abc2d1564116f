import fc from "fast-check";

const account = "000000000000";
const table = `arn:aws:dynamodb:ap-southeast-1:${account}:table/records`;
const key = `arn:aws:kms:ap-southeast-1:${account}:key/11111111-1111-1111-1111-111111111111`;

/** Requests of functions: actions, their resources, and the condition keys of such a request. */
const kinds = [
  { actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"], resources: [table], keys: [] },
  { actions: ["dynamodb:Query"], resources: [`${table}/index/byTenant`, `${table}/index/byUnit`], keys: [] },
  {
    actions: ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
    resources: ["arn:aws:s3:::photos/uploads/1", "arn:aws:s3:::photos/renditions/1/screen.webp"],
    keys: ["s3:signatureAge", "s3:TlsVersion"],
  },
  { actions: ["s3:ListBucket", "s3:ListBucketVersions"], resources: ["arn:aws:s3:::photos"], keys: ["s3:TlsVersion"] },
  { actions: ["kms:Sign"], resources: [key], keys: ["kms:SigningAlgorithm"] },
  { actions: ["sqs:SendMessage"], resources: [`arn:aws:sqs:ap-southeast-1:${account}:deliveries`], keys: [] },
] as const;

const actions = [...new Set(kinds.flatMap((kind) => [...kind.actions]))];
const resources = [...new Set(kinds.flatMap((kind) => [...kind.resources]))];

/** Replaces a part of a text after its start by a wildcard: several characters by `*`, or one by `?`. */
const withWildcard = (texts: readonly string[], begin: (text: string) => number) =>
  fc.tuple(fc.constantFrom(...texts), fc.nat(), fc.nat(), fc.boolean()).map(([text, a, b, isOne]) => {
    const first = begin(text);
    const [from = 0, to = 0] = [a, b].map((n) => first + (n % (text.length - first + 1))).sort((x, y) => x - y);
    if (isOne) return from < text.length ? `${text.slice(0, from)}?${text.slice(from + 1)}` : text;
    return `${text.slice(0, from)}*${text.slice(to)}`;
  });

const anyAction = fc.oneof(
  fc.constantFrom(...actions),
  fc.constantFrom(...actions).map((action) => action.toLowerCase()),
  withWildcard(actions, (text) => text.indexOf(":") + 1),
);
/** Wildcards are in the name of a resource, as in the template, not in the parts before it. */
const anyResource = fc.oneof(
  fc.constantFrom(...resources, "*"),
  withWildcard(resources, (text) => text.indexOf("/", text.lastIndexOf(":")) + 1 || text.lastIndexOf(":") + 1),
);

const seconds = fc.constantFrom("0", "9", "10", "11", "1.2", "1.3");
const anyCondition = fc.oneof(
  fc.constant({}),
  fc.constantFrom("true", "false").map((value) => ({ Bool: { "aws:SecureTransport": value } })),
  seconds.map((value) => ({ NumericGreaterThan: { "s3:signatureAge": value } })),
  seconds.map((value) => ({ NumericLessThan: { "s3:TlsVersion": value } })),
  fc.subarray(["RSASSA_PKCS1_V1_5_SHA_256", "RSASSA_PSS_SHA_256"], { minLength: 1 }).map((values) => ({
    StringEquals: { "kms:SigningAlgorithm": values },
  })),
);

const several = <T>(one: fc.Arbitrary<T>) => fc.oneof(one, fc.array(one, { minLength: 3, maxLength: 6 }));
const body = { Action: several(anyAction), Resource: several(anyResource), Condition: anyCondition };

/** The policy of a role: statements that allow, and some that deny. */
export const anyPolicy = fc
  .array(fc.record({ Effect: fc.constantFrom("Allow", "Allow", "Allow", "Deny"), ...body }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((Statement) => ({ Version: "2012-10-17", Statement }));

const values = {
  "s3:signatureAge": seconds,
  "s3:TlsVersion": seconds,
  "kms:SigningAlgorithm": fc.constantFrom("RSASSA_PKCS1_V1_5_SHA_256", "RSASSA_PSS_SHA_256", "rsassa_pss_sha_256"),
} as const;

/** A request with some of its condition keys. */
export const anyRequest = fc.constantFrom(...kinds).chain(({ actions, resources, keys }) =>
  fc.record({
    action: fc.constantFrom(...(actions as readonly string[])),
    resource: fc.constantFrom(...(resources as readonly string[])),
    context: fc
      .record(
        {
          "aws:SecureTransport": fc.constantFrom("true", "false"),
          ...Object.fromEntries(keys.map((name) => [name, values[name]])),
        },
        { requiredKeys: [] },
      )
      .map((context) => ({ ...context }) as Record<string, string>),
  }),
);
