import ipaddr from "ipaddr.js";
import type { FieldError } from "../vocabulary/field-errors.ts";

/** Top-level names of private networks. https://www.iana.org/assignments/special-use-domain-names, and what clouds use. */
const privateNames = /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|arpa|onion|alt)$/i;
const isLoopbackName = (name: string) => /^(?:.+\.)?localhost$/i.test(name);

/** Lower ports belong to other services; the default port of https is allowed. */
const firstFreePort = 1_024;

const notPublic: FieldError = { pointer: "/url", code: "not-public" };
const invalidUrl: FieldError = { pointer: "/url", code: "invalid-format", values: { format: "https URL" } };

/** Errors of the URL of a webhook that are found without resolving its host. */
export const urlErrors = (text: string, receivers: ReceiverPolicy): FieldError[] => {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") return [invalidUrl];
  if (url.port !== "" && Number(url.port) < firstFreePort) return [invalidUrl];
  const address = ipAddressOf(url);
  const isLocal = address === undefined ? isLoopbackName(hostNameOf(url)) : isLoopback(address);
  if (isLocal) return receivers.loopback ? [] : [notPublic];
  if (url.protocol !== "https:") return [invalidUrl];
  if (address !== undefined) return isAllowedAddress(address, receivers) ? [] : [notPublic];
  return isPublicName(hostNameOf(url)) ? [] : [notPublic];
};

const isLoopback = (address: string) =>
  isAllowedAddress(address, { loopback: true }) && !isAllowedAddress(address, { loopback: false });

const isPublicName = (name: string) => name.includes(".") && !privateNames.test(name);

/** Resolves a name to all its addresses; to none if it cannot be resolved in time. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/**
 * Errors of the URL of a webhook and of the addresses of its host. A host that cannot be resolved is accepted: every delivery
 * checks the addresses again.
 */
export const addressErrors = async (
  text: string,
  receivers: ReceiverPolicy,
  resolve: Resolve,
): Promise<FieldError[]> => {
  const errors = urlErrors(text, receivers);
  const url = URL.parse(text);
  if (errors.length > 0 || !url || ipAddressOf(url) !== undefined) return errors;
  const addresses = await resolve(hostNameOf(url));
  return addresses.every((address) => isAllowedAddress(address, receivers)) ? [] : [notPublic];
};

/** Allowed receivers besides public addresses: loopback, if the operator of a local environment allows it. */
export type ReceiverPolicy = { loopback: boolean };

/** Parses `public` or `public,loopback`. */
export const parseReceiverPolicy = (text: string): ReceiverPolicy => ({
  loopback: text.split(",").includes("loopback"),
});

/** Global unicast addresses of IPv6; all others are reserved. https://www.iana.org/assignments/ipv6-address-space */
const globalUnicast: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("2000::"), 3];

/** Whether a webhook may be sent to the address. IPv6 that embeds IPv4 (mapped, NAT64, 6to4, Teredo) is not public. */
export const isAllowedAddress = (address: string, { loopback }: ReceiverPolicy): boolean => {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range === "loopback") return loopback;
  return range === "unicast" && (!isV6(parsed) || parsed.match(globalUnicast));
};

const isV6 = (address: ipaddr.IPv4 | ipaddr.IPv6): address is ipaddr.IPv6 => address.kind() === "ipv6";

/** The IP address in a URL; undefined if its host is a name. */
export const ipAddressOf = ({ hostname }: URL): string | undefined => {
  const bare = hostname.replace(/^\[|\]$/g, "");
  return ipaddr.isValid(bare) ? bare : undefined;
};

/** The host of a URL without the final dot of a fully qualified name. */
export const hostNameOf = ({ hostname }: URL): string => hostname.replace(/\.$/, "");
