import { randomBytes } from "node:crypto";

export type Throttle = { rate: number; burst: number };
export type JwtSettings = { issuer: string; audience: readonly string[] };

/** An HTTP API of the template. */
export type ApiSettings = {
  id: string;
  routes: { key: string; integrationId: string; authorizerId?: string | undefined; scopes: readonly string[] }[];
  /** ARN of the function by the id of the integration. */
  integrations: Map<string, string>;
  authorizers: Map<string, JwtSettings>;
  stage?: { throttle: Throttle | undefined; routeThrottles: ReadonlyMap<string, Throttle> };
};

export type ApiRegistry = ReturnType<typeof createApiRegistry>;

/** An id in the form of API Gateway: ten letters and digits. */
export const gatewayId = () => randomBytes(5).toString("hex");

export const createApiRegistry = () => {
  const apis = new Map<string, ApiSettings>();
  return {
    add(): ApiSettings {
      const api: ApiSettings = { id: gatewayId(), routes: [], integrations: new Map(), authorizers: new Map() };
      apis.set(api.id, api);
      return api;
    },
    /** Throws for an unknown id. */
    find(id: string): ApiSettings {
      const api = apis.get(id);
      if (api === undefined) throw new Error(`There is no API ${id}`);
      return api;
    },
    all: () => [...apis.values()],
  };
};
