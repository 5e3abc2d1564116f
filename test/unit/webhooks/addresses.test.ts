import { assert, ipV4, ipV6, property } from "fast-check";
import { isAllowedAddress, parseReceiverPolicy } from "../../../lib/webhooks/rules.ts";

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
