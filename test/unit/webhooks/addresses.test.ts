import { assert, ipV4, ipV6, property } from "fast-check";
import { isAllowedAddress, parseReceiverPolicy } from "../../../lib/webhooks/rules.ts";

const everywhere = { loopback: true };
const outside = { loopback: false };

/** Addresses that lead into a network, a cloud or nowhere, each in the forms that resolvers give. */
const hostile = [
  ...["127.0.0.1", "127.255.255.254", "::1"],
  ...["0.0.0.0", "0.1.2.3", "255.255.255.255", "::"],
  ...["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "100.127.255.255"],
  // Where clouds tell machines their credentials.
  ...["169.254.169.254", "169.254.170.2", "fd00:ec2::254", "fe80::1", "fe80::a9fe:a9fe"],
  ...["192.0.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "192.88.99.1"],
  ...["224.0.0.1", "239.255.255.250", "240.0.0.1", "ff02::1", "ff0e::1"],
  ...["fc00::1", "fdff::1", "fec0::1", "2001:db8::1", "3fff::1", "100::1", "5f00::1"],
  // IPv4 within IPv6: mapped, compatible, NAT64, 6to4, Teredo.
  ...["::ffff:127.0.0.1", "::ffff:a00:1", "::ffff:0:10.0.0.1", "::127.0.0.1", "::7f00:1", "::ffff:8.8.8.8"],
  ...["64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001::1"],
  // Given to nobody.
  ...["4000::1", "8000::1", "::2"],
];

test.each(hostile)("A webhook goes to no %s", (address) => {
  expect(isAllowedAddress(address, outside)).toBe(false);
});

test.each(["8.8.8.8", "1.1.1.1", "203.162.4.190", "2001:4860:4860::8888", "2400:cb00::1"])(
  "A webhook may go to %s",
  (address) => {
    expect(isAllowedAddress(address, outside)).toBe(true);
  },
);

test.each(["", "x", "example.com", "127.0.0.1:80", "[::1]", "8.8.8.8, 127.0.0.1"])("%j is no address", (text) => {
  expect(isAllowedAddress(text, everywhere)).toBe(false);
});

test("A machine that allows loopback allows nothing else by that", () => {
  expect(hostile.filter((address) => isAllowedAddress(address, everywhere))).toEqual([
    "127.0.0.1",
    "127.255.255.254",
    "::1",
  ]);
});

test("Whatever IPv4 address is private stays so when it is written into one of IPv6", () => {
  const mapped = property(ipV4(), (address) => !isAllowedAddress(`::ffff:${address}`, outside));
  assert(mapped);
});

test("Of IPv6 only what begins with the bits of public addresses is public", () => {
  assert(property(ipV6(), (address) => !isAllowedAddress(address, outside) || /^[23][0-9a-f]{3}:/i.test(address)));
});

test("Loopback is allowed only where the variable says so", () => {
  expect(parseReceiverPolicy("public")).toEqual(outside);
  expect(parseReceiverPolicy("public,loopback")).toEqual(everywhere);
});
