import type { Permissions } from "./permissions/permissions.ts";

/** Options of a local service. */
export type LocalOptions = {
  /** 0 takes a free port. */
  port: number;
  /** `localhost` means both loopback addresses. */
  host?: string | undefined;
  /** The folder that stores all state. */
  state: string;
  stage?: string | undefined;
  /** The secret of the first client, `admin`. */
  adminSecret?: string | undefined;
  /** Allows webhooks to receivers on this machine. */
  loopbackWebhooks?: boolean | undefined;
  /** The folder of a synthesized assembly; without it one is synthesized. */
  assembly?: string | undefined;
  /** For tests that read which grants were used, or revoke some. */
  permissions?: Permissions | undefined;
  /** Logs errors of the running service. Standard error by default. */
  log?: ((message: string) => void) | undefined;
};

export const defaultAdminSecret = "local-admin-secret";
/** Characters of an admin secret that may be used on a network. */
const minSecretLength = 16;

const loopback = ["localhost", "127.0.0.1", "::1"];

/**
 * Returns the address and the admin secret.
 * @throws Error when other machines can reach the service and the secret is the well-known one or too short.
 */
export const checkExposure = ({ host = "localhost", adminSecret }: Pick<LocalOptions, "host" | "adminSecret">) => {
  if (loopback.includes(host)) return { host, adminSecret: adminSecret ?? defaultAdminSecret };
  const isWeak =
    adminSecret === undefined || adminSecret === defaultAdminSecret || adminSecret.length < minSecretLength;
  if (!isWeak) return { host, adminSecret };
  throw new Error(
    `With HOST=${host} other machines can call this service. Set DANGBO_ADMIN_SECRET to your own secret of at least ` +
      `${minSecretLength} characters, or leave HOST unset.`,
  );
};

export const highestPort = 65_535;

/** Parses the value of PORT; throws for an invalid one. */
export const readPort = (text: string): number => {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= highestPort) return port;
  throw new Error(`PORT=${text} is not a port from 0 to ${highestPort}`);
};
