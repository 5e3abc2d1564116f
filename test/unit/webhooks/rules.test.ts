import { assert, ipV4, ipV6, property } from "fast-check";
import { addressErrors, isAllowedAddress, parseReceiverPolicy, urlErrors } from "../../../lib/webhooks/rules.ts";

const outside = { loopback: false };
const here = { loopback: true };
const codes = (url: string, receivers = outside) => urlErrors(url, receivers).map(({ code }) => code);

test.each([
  "https://bao-cao.example/dangbo",
  "https://bao-cao.example:8443/dangbo?a=1",
  "https://8.8.8.8/x",
  "https://[2001:4860:4860::8888]/x",
  "https://bao-cao.example.:443/",
  "https://báo-cáo.example/",
])("The URL %s is accepted", (url) => {
  expect(codes(url)).toEqual([]);
});

test.each([
  "bao-cao.example/dangbo",
  "http://bao-cao.example/",
  "ftp://bao-cao.example/",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "https://user:pass@bao-cao.example/",
  "https://user@bao-cao.example/",
  "https://bao-cao.example:22/",
  "https://bao-cao.example:0/",
  "https://bao-cao.example:99999/",
  "https://",
  "https://a b/",
])("The URL %s is malformed", (url) => {
  expect(codes(url)).toEqual(["invalid-format"]);
});

test.each([
  ...["https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/"],
  ...["https://0/", "https://127.0.0.1./", "https://①②⑦.0.0.1/", "https://10.0.0.1/", "https://169.254.169.254/"],
  ...["https://0xa9fea9fe/", "https://2852039166/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[::]/"],
  ...["https://[fe80::1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://[fd00:ec2::254]/"],
  ...["https://localhost/", "https://LOCALHOST/", "https://localhost./", "https://a.localhost/", "https://may-chu/"],
  ...["https://metadata.google.internal/", "https://may-in.local/", "https://router.lan/", "https://x.home.arpa/"],
])("The URL %s is not public", (url) => {
  expect(codes(url)).toEqual(["not-public"]);
});

test("If loopback is allowed, http is accepted for loopback only", () => {
  for (const url of [
    "http://localhost:4000/x",
    "http://127.0.0.1:4000/",
    "https://[::1]:4000/",
    "http://a.localhost:4000",
  ])
    expect([url, codes(url, here)]).toEqual([url, []]);
  expect(codes("http://bao-cao.example/", here)).toEqual(["invalid-format"]);
  expect(codes("http://10.0.0.1/", here)).toEqual(["invalid-format"]);
  expect(codes("https://10.0.0.1/", here)).toEqual(["not-public"]);
  expect(codes("http://localhost:22/", here)).toEqual(["invalid-format"]);
});

test("A host with one private address is rejected, a host without addresses is accepted", async () => {
  const found = async (...addresses: string[]) =>
    (await addressErrors("https://bao-cao.example/", outside, async () => addresses)).map(({ code }) => code);
  expect(await found("8.8.8.8", "2001:4860:4860::8888")).toEqual([]);
  expect(await found("8.8.8.8", "10.0.0.1")).toEqual(["not-public"]);
  expect(await found("::ffff:10.0.0.1")).toEqual(["not-public"]);
  expect(await found()).toEqual([]);
});

test("The host of a rejected URL is not resolved", async () => {
  const resolve = async () => {
    throw new Error("looked up");
  };
  expect(await addressErrors("https://localhost/", outside, resolve)).toHaveLength(1);
  expect(await addressErrors("https://8.8.8.8/", outside, resolve)).toEqual([]);
});

const withLoopback = { loopback: true };
const publicOnly = { loopback: false };

/** Private, cloud and reserved addresses, in all forms that resolvers return. */
const hostile = [
  ...["127.0.0.1", "127.255.255.254", "::1"],
  ...["0.0.0.0", "0.1.2.3", "255.255.255.255", "::"],
  ...["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "100.127.255.255"],
  // Credential endpoints of clouds.
  ...["169.254.169.254", "169.254.170.2", "fd00:ec2::254", "fe80::1", "fe80::a9fe:a9fe"],
  ...["192.0.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "192.88.99.1"],
  ...["224.0.0.1", "239.255.255.250", "240.0.0.1", "ff02::1", "ff0e::1"],
  ...["fc00::1", "fdff::1", "fec0::1", "2001:db8::1", "3fff::1", "100::1", "5f00::1"],
  // IPv4 within IPv6: mapped, compatible, NAT64, 6to4, Teredo.
  ...["::ffff:127.0.0.1", "::ffff:a00:1", "::ffff:0:10.0.0.1", "::127.0.0.1", "::7f00:1", "::ffff:8.8.8.8"],
  ...["64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001::1"],
  // Unassigned.
  ...["4000::1", "8000::1", "::2"],
];

test.each(hostile)("A webhook is not sent to %s", (address) => {
  expect(isAllowedAddress(address, publicOnly)).toBe(false);
});

test.each(["8.8.8.8", "1.1.1.1", "203.162.4.190", "2001:4860:4860::8888", "2400:cb00::1"])(
  "A webhook may be sent to %s",
  (address) => {
    expect(isAllowedAddress(address, publicOnly)).toBe(true);
  },
);

test.each(["", "x", "example.com", "127.0.0.1:80", "[::1]", "8.8.8.8, 127.0.0.1"])(
  "The text %j is not an address",
  (text) => {
    expect(isAllowedAddress(text, withLoopback)).toBe(false);
  },
);

test("Allowing loopback allows no other private address", () => {
  expect(hostile.filter((address) => isAllowedAddress(address, withLoopback))).toEqual([
    "127.0.0.1",
    "127.255.255.254",
    "::1",
  ]);
});

test("No IPv4 address that is mapped to IPv6 is allowed", () => {
  const mapped = property(ipV4(), (address) => !isAllowedAddress(`::ffff:${address}`, publicOnly));
  assert(mapped);
});

test("Only global unicast addresses of IPv6 are allowed", () => {
  assert(property(ipV6(), (address) => !isAllowedAddress(address, publicOnly) || /^[23][0-9a-f]{3}:/i.test(address)));
});

test("Loopback is allowed only if the variable contains it", () => {
  expect(parseReceiverPolicy("public")).toEqual(publicOnly);
  expect(parseReceiverPolicy("public,loopback")).toEqual(withLoopback);
});
