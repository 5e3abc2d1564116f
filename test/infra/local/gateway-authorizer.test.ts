import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { createAuthorizer, type FetchJwks } from "../../../infra/local/gateway/authorizer.ts";

const issuer = "http://localhost:3000";
const own = await generateKeyPair("RS256", { extractable: true });
const foreign = await generateKeyPair("RS256", { extractable: true });
const curve = await generateKeyPair("ES256", { extractable: true });

const publicJwk = async (key: typeof own, kid: string) => {
  const { n = "", e = "" } = await exportJWK(key.publicKey);
  return { kty: "RSA" as const, kid, n, e, alg: "RS256" };
};
const ownKeys = { keys: [await publicJwk(own, "one")] };

const now = Math.floor(Date.now() / 1000);
type Made = {
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  key?: (typeof own)["privateKey"] | Uint8Array;
};

const tokenOf = ({ claims = {}, header = {}, key = own.privateKey }: Made) => {
  const all = { iss: issuer, aud: "dangbo", exp: now + 60, iat: now, scope: "dangbo/read dangbo/write", ...claims };
  return new SignJWT(all).setProtectedHeader({ alg: "RS256", kid: "one", typ: "at+jwt", ...header }).sign(key);
};

const readOwn: FetchJwks = async () => ownKeys;
const authorizer = createAuthorizer({ issuer, audience: ["dangbo"] }, readOwn);

test.each<[string, Made]>([
  ["A good token", {}],
  ["A list of audiences with ours among them", { claims: { aud: ["other", "dangbo"] } }],
  ["A client_id in place of the audience", { claims: { aud: undefined, client_id: "dangbo" } }],
])("%s passes", async (_, made) => {
  const verdict = await authorizer(`Bearer ${await tokenOf(made)}`, ["dangbo/read"]);
  expect(verdict).toMatchObject({ allowed: { scopes: ["dangbo/read", "dangbo/write"] } });
});

test.each<[string, Made]>([
  ["expired", { claims: { exp: now - 1 } }],
  ["without expiry", { claims: { exp: undefined } }],
  ["not valid yet", { claims: { nbf: now + 60 } }],
  ["issued in the future", { claims: { iat: now + 60 } }],
  ["of another issuer", { claims: { iss: "http://localhost:3001" } }],
  ["for another audience", { claims: { aud: "other" } }],
  ["for another audience with our name as its client", { claims: { aud: "other", client_id: "dangbo" } }],
  ["signed by another key", { key: foreign.privateKey }],
  ["of an unknown key", { header: { kid: "two" } }],
  ["without a key id", { header: { kid: undefined } }],
  ["on an elliptic curve", { header: { alg: "ES256" }, key: curve.privateKey }],
  ["signed with the public key as a secret", { header: { alg: "HS256" }, key: Buffer.from(JSON.stringify(ownKeys)) }],
])("A token %s is 401", async (_, made) => {
  expect(await authorizer(`Bearer ${await tokenOf(made)}`, ["dangbo/read"])).toMatchObject({ status: 401 });
});

test.each([undefined, "", "Bearer", "Bearer ", "Basic YTpi", "Bearer a.b.c", "Bearer e30.e30.", "a b c"])(
  "The header %j is 401",
  async (header) => {
    expect(await authorizer(header, [])).toMatchObject({ status: 401 });
  },
);

test("A token without a signature is 401", async () => {
  const [, claims] = (await tokenOf({})).split(".");
  const header = Buffer.from('{"alg":"none","kid":"one"}').toString("base64url");
  expect(await authorizer(`Bearer ${header}.${claims}.`, [])).toMatchObject({ status: 401 });
});

test("One of the route's scopes is enough, none of them is 403", async () => {
  const header = `Bearer ${await tokenOf({})}`;
  expect(await authorizer(header, ["dangbo/admin", "dangbo/read"])).toHaveProperty("allowed");
  expect(await authorizer(header, ["dangbo/admin"])).toMatchObject({ status: 403 });
  expect(await authorizer(`Bearer ${await tokenOf({ claims: { scope: undefined } })}`, ["dangbo/read"])).toMatchObject({
    status: 403,
  });
});

test("Claims arrive as text", async () => {
  const verdict = await authorizer(`Bearer ${await tokenOf({ claims: { list: ["a", "b"], flag: true } })}`, []);
  expect(verdict).toMatchObject({
    allowed: { claims: { iat: String(now), list: "[a b]", flag: "true", iss: issuer }, scopes: null },
  });
});

test("A key that appears later is found, and made-up key ids don't ask the issuer each time", async () => {
  let asked = 0;
  const keys = createAuthorizer({ issuer, audience: ["dangbo"] }, async () => {
    asked += 1;
    return ownKeys;
  });
  const made = await tokenOf({ header: { kid: "made-up" } });
  for (let tries = 0; tries < 5; tries += 1) await keys(`Bearer ${made}`, []);
  expect(await keys(`Bearer ${await tokenOf({})}`, [])).toHaveProperty("allowed");
  expect(asked).toBe(1);
});

test("An issuer that does not answer is no verdict on the token", async () => {
  const silent = createAuthorizer({ issuer, audience: ["dangbo"] }, () => Promise.reject(new Error("not yet")));
  await expect(silent(`Bearer ${await tokenOf({})}`, [])).rejects.toThrow("not yet");
});
