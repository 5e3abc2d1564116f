import { addressErrors, urlErrors } from "../../../lib/webhooks/rules.ts";

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
