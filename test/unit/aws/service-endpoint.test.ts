import { credentials, localEndpoint, resolveEndpoint } from "../../../lib/aws/service-endpoint.ts";

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

const given = { AWS_REGION: "ap-southeast-1", AWS_ACCESS_KEY_ID: "AKID", AWS_SECRET_ACCESS_KEY: "secret" };

test("On AWS the endpoint is the regional host, with the session of the function", () => {
  process.env = { ...given, AWS_SESSION_TOKEN: "session" };
  expect(resolveEndpoint("dynamodb")).toEqual({
    endpoint: new URL("https://dynamodb.ap-southeast-1.amazonaws.com"),
    region: "ap-southeast-1",
    credentials: { accessKeyId: "AKID", secretAccessKey: "secret", sessionToken: "session" },
  });
  expect(localEndpoint("s3")).toBeUndefined();
});

test("On one machine the endpoint is that of the SDK variable, with a key without a session", () => {
  process.env = { ...given, AWS_ENDPOINT_URL_KMS: "http://127.0.0.1:4000" };
  expect(resolveEndpoint("kms")).toMatchObject({
    endpoint: new URL("http://127.0.0.1:4000"),
    credentials: { accessKeyId: "AKID", secretAccessKey: "secret" },
  });
  expect(credentials()).not.toHaveProperty("sessionToken");
});

test("A missing Lambda variable is named in the error", () => {
  for (const name of Object.keys(given)) {
    process.env = { ...given, [name]: "" };
    expect(() => resolveEndpoint("dynamodb")).toThrow(`The variable ${name} is not set`);
  }
});
