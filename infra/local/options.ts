import type { Permissions } from "./permissions/permissions.ts";

/** How a service on this machine is started. */
export type LocalOptions = {
  /** 0 takes a free one. */
  port: number;
  /** `localhost` means both addresses of loopback. */
  host?: string | undefined;
  /** The folder all state is kept in. */
  state: string;
  stage?: string | undefined;
  /** The secret of the first client, `admin`. */
  adminSecret?: string | undefined;
  /** Webhooks may go to receivers on this machine. */
  loopbackWebhooks?: boolean | undefined;
  /** A synthesized assembly to run, instead of synthesizing one. */
  assembly?: string | undefined;
  /** What the functions may do, for whoever wants to see what was made use of, or take something away. */
  permissions?: Permissions | undefined;
  /** Hears what went wrong while it runs. Standard error by default. */
  report?: ((message: string) => void) | undefined;
};

export const defaultAdminSecret = "local-admin-secret";
/** Characters of an admin secret that may be offered to a network. */
const secretLength = 16;

const loopback = ["localhost", "127.0.0.1", "::1"];

/**
 * Settles the address and the admin's secret together.
 * @throws Error when others could reach the service and the secret is one that anybody knows or guesses.
 */
export function settleExposure({ host = "localhost", adminSecret }: Pick<LocalOptions, "host" | "adminSecret">) {
  if (loopback.includes(host)) return { host, adminSecret: adminSecret ?? defaultAdminSecret };
  const isWeak = adminSecret === undefined || adminSecret === defaultAdminSecret || adminSecret.length < secretLength;
  if (!isWeak) return { host, adminSecret };
  throw new Error(
    `HOST=${host} lets other machines call this service. Set DANGBO_ADMIN_SECRET to a secret of your own, of at least ` +
      `${secretLength} characters, or leave HOST unset.`,
  );
}

/** The highest port that leaves one after it, for storage. */
const highestPort = 65_534;

/** Reads the port; throws for what is none. */
export function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= highestPort) return port;
  throw new Error(`PORT=${text} is no port from 0 to ${highestPort}`);
}
